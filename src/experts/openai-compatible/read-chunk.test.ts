import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../core/json.ts";
import type { StreamPart } from "../expert.ts";
import { nestingFaults, textOf } from "../stream-faults.ts";
import { finishParts, INITIAL_STATE, readChunk } from "./read-chunk.ts";
import { usageToSdk } from "./usage-to-sdk.ts";

function read(...chunks: readonly JsonObject[]): StreamPart[] {
  let state = INITIAL_STATE;
  const parts: StreamPart[] = [];
  for (const chunk of chunks) {
    const [next, some] = readChunk(state, chunk);
    state = next;
    parts.push(...some);
  }
  return [...parts, ...finishParts(state, usageToSdk(null))];
}

function delta(fields: JsonObject, finish: string | null = null): JsonObject {
  return { id: "c1", choices: [{ index: 0, delta: fields, finish_reason: finish }] };
}

function calls(parts: readonly StreamPart[]): unknown[] {
  return parts.flatMap((part) =>
    part.type === "tool-call" ? [[part.toolCallId, part.toolName, part.input]] : [],
  );
}

function finishOf(parts: readonly StreamPart[]): unknown {
  const last = parts.at(-1);
  return last?.type === "finish" ? last.finishReason : null;
}

describe("readChunk", () => {
  test.each(["reasoning_content", "reasoning"])("thinking in %s is a block before the text's", (field) => {
    const parts = read(
      delta({ role: "assistant", [field]: "hm" }),
      delta({ [field]: "m" }),
      delta({ content: "4" }, "stop"),
    );
    expect(parts.map((part) => part.type)).toEqual([
      "response-metadata",
      "reasoning-start",
      "reasoning-delta",
      "reasoning-delta",
      "reasoning-end",
      "text-start",
      "text-delta",
      "text-end",
      "finish",
    ]);
    expect(finishOf(parts)).toEqual({ unified: "stop", raw: "stop" });
  });

  test("OpenRouter's reasoning is not read twice", () => {
    const details = [{ type: "reasoning.text", text: "hm" }];
    const both = read(delta({ reasoning: "hm", reasoning_details: details }));
    expect(both.filter((part) => part.type === "reasoning-delta")).toHaveLength(1);
    const only = read(delta({ reasoning_details: details }));
    expect(only.filter((part) => part.type === "reasoning-delta")).toHaveLength(1);
  });
});

describe("readChunk of tools", () => {
  test("tool calls are told apart by index, and complete at the end", () => {
    const parts = read(
      delta({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "" } }] }),
      delta({ tool_calls: [{ index: 1, id: "b", function: { name: "g", arguments: '{"y"' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: '{"x":1}' } }] }),
      delta({ tool_calls: [{ index: 1, function: { arguments: ":2}" } }] }, "tool_calls"),
    );
    expect(calls(parts)).toEqual([
      ["a", "f", '{"x":1}'],
      ["b", "g", '{"y":2}'],
    ]);
    expect(nestingFaults(parts)).toEqual([]);
    expect(finishOf(parts)).toEqual({ unified: "tool-calls", raw: "tool_calls" });
  });

  test("tool calls without index, without id, or with one index for all are still told apart", () => {
    const one = { function: { name: "f", arguments: "{}" } };
    const two = { function: { name: "g", arguments: "{}" } };
    expect(
      calls(read(delta({ tool_calls: [{ ...one, id: "a" }] }), delta({ tool_calls: [{ ...two, id: "b" }] }))),
    ).toEqual([
      ["a", "f", "{}"],
      ["b", "g", "{}"],
    ]);
    expect(
      calls(
        read(
          delta({ tool_calls: [{ ...one, id: "a", index: 0 }] }),
          delta({ tool_calls: [{ ...two, id: "b", index: 0 }] }),
        ),
      ),
    ).toHaveLength(2);
    expect(
      calls(
        read(
          delta({
            tool_calls: [
              { ...one, index: 0 },
              { ...two, index: 1 },
            ],
          }),
        ),
      ),
    ).toEqual([
      ["c1-0", "f", "{}"],
      ["c1-1", "g", "{}"],
    ]);
  });

  test("a server that says stop after calling tools means tool-calls", () => {
    const called = { tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "{}" } }] };
    expect(finishOf(read(delta(called), delta({}, "stop")))).toEqual({ unified: "tool-calls", raw: "stop" });
  });

  test("Gemini's thought signature stays with its call", () => {
    const signed = {
      id: "a",
      function: { name: "f", arguments: "{}" },
      extra_content: { google: { thought_signature: "S" } },
    };
    const call = read(delta({ tool_calls: [signed] })).find((part) => part.type === "tool-call");
    expect(call).toMatchObject({ providerMetadata: { google: { thoughtSignature: "S" } } });
  });
});

describe("readChunk of anything", () => {
  test("only choice 0 is read; a refusal is text", () => {
    const choices = [
      { index: 1, delta: { content: "no" } },
      { index: 0, delta: { content: "yes", refusal: " but" } },
    ];
    expect(textOf(read({ choices }))).toBe("yes but");
  });

  test("whatever JSON comes, the parts are well nested and finish once", () => {
    const text = fc.oneof(fc.string(), fc.constant(null), fc.jsonValue());
    const tool = fc.record(
      {
        index: fc.oneof(fc.nat(3), text),
        id: fc.oneof(fc.constantFrom("a", "b"), text),
        function: fc.oneof(fc.record({ name: text, arguments: text }, { requiredKeys: [] }), text),
      },
      { requiredKeys: [] },
    );
    const any = fc.record(
      {
        content: text,
        reasoning: text,
        reasoning_content: text,
        reasoning_details: text,
        refusal: text,
        tool_calls: fc.oneof(fc.array(tool), text),
      },
      { requiredKeys: [] },
    );
    const choice = fc.record(
      { index: fc.constantFrom(0, 1), delta: fc.oneof(any, text), finish_reason: text },
      { requiredKeys: [] },
    );
    const chunk = fc.record(
      { id: text, choices: fc.oneof(fc.array(choice), text), created: text },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(chunk), (chunks) => {
        const parsed = chunks.map((one): JsonObject => JSON.parse(JSON.stringify(one)));
        expect(nestingFaults(read(...parsed))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
