import { array, assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import type { StreamPart } from "../expert.ts";
import { nestingFaults, textOf } from "../stream-faults.ts";
import { endAnswer, readPiece, startAnswer } from "./answer-text.ts";

function readAll(
  pieces: readonly string[],
  stops: readonly string[] = [],
  mode: "text" | "reasoning" = "text",
): StreamPart[] {
  let state = startAnswer(true, mode);
  const parts: StreamPart[] = [];
  for (const piece of pieces) {
    const step = readPiece(state, piece, stops);
    parts.push(...step.parts);
    state = step.state;
    if (step.stopped) break;
  }
  return [...parts, ...endAnswer(state, stops).parts];
}

function reasoningOf(parts: readonly StreamPart[]): string {
  return parts.map((part) => (part.type === "reasoning-delta" ? part.delta : "")).join("");
}

/** `nestingFaults` wants the finish part that the caller adds. */
function faults(parts: readonly StreamPart[]): string[] {
  return nestingFaults(parts).filter(
    (fault) => !fault.includes("finish") && !fault.startsWith("the last part"),
  );
}

test("reasoning and answer come apart the same way however the text is cut", () => {
  const text = "first <think>\n2 < 3, so</think>\n\nit is <b>2</b> <think>sure</think>.";
  assert(
    property(array(integer({ min: 1, max: 9 }), { maxLength: 40 }), (cuts) => {
      const pieces: string[] = [];
      let rest = text;
      for (const cut of cuts) {
        pieces.push(rest.slice(0, cut));
        rest = rest.slice(cut);
      }
      const parts = readAll([...pieces, rest]);
      expect(faults(parts)).toEqual([]);
      expect(reasoningOf(parts)).toBe("2 < 3, sosure");
      expect(textOf(parts)).toBe("first it is <b>2</b> .");
    }),
  );
});

test("a template that opens the thinking block itself starts with reasoning", () => {
  const parts = readAll(["hm", "</think>", "yes"], [], "reasoning");
  expect(reasoningOf(parts)).toBe("hm");
  expect(textOf(parts)).toBe("yes");
});

test("a stop sequence ends the visible answer, not the thoughts", () => {
  const parts = readAll(["<think>STOP?</think>", "go STOP on"], ["STOP"]);
  expect(reasoningOf(parts)).toBe("STOP?");
  expect(textOf(parts)).toBe("go ");
});

test("an answer that ends inside what looked like a tag or a stop shows it", () => {
  expect(textOf(readAll(["a <thi"]))).toBe("a <thi");
  expect(textOf(readAll(["a EN"], ["END"]))).toBe("a EN");
});

test("an empty answer has no blocks", () => {
  expect(readAll([])).toEqual([]);
});
