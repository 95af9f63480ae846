import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../../core/app-error.ts";
import { readEvent } from "./read-event.ts";

describe("readEvent", () => {
  test("garbage is a bad response and nothing else", () => {
    const piece = fc.constantFrom(
      "data:",
      "data: ",
      "{",
      "}",
      '"usage":',
      '"error":',
      '"finish_reason":"',
      "null",
      "[DONE]",
      "\n",
      "\r",
      ":",
      "event: error\n",
      "\uFEFF",
    );
    const text = fc
      .array(fc.oneof(piece, fc.string({ unit: "binary" })))
      .map((pieces) => `${pieces.join("")}\n\n`);
    fc.assert(
      fc.property(text, fc.boolean(), (event, always) => {
        expect(["comment", "terminal", "error", "chunk", "expert_bad_response"]).toContain(
          outcome(Buffer.from(event), always),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [
      'data: {"choices":[{"delta":{"content":"\\"usage\\":{"},"finish_reason":null}],"usage":null}\n\n',
      false,
    ],
    ['data: {"choices":[{"delta":{},"finish_reason" : "stop"}]}\n\n', true],
    ['data:{"choices":[],"usage":{}}\n\n', true],
    ['data: {"a":null,"error":{"message":"x"}}\r\n\r\n', true],
    ['data: {"choices":[{"finish_reason":null},{"finish_reason":"stop"}]}\n\n', true],
  ])("%j is parsed: %s", (event, parsed) => {
    const read1 = readEvent(Buffer.from(event));
    expect(read1.type === "error" || (read1.type === "chunk" && read1.json !== null)).toBe(parsed);
  });

  test("an event in two data lines, or with fields around it, is one JSON", () => {
    for (const event of [
      'data: {"error":\ndata: null}\n\n',
      'id: 3\ndata: {"error": null}\n\n',
      'data: {"error": null}\nid: 3\n\n',
      'data: {"error":\rdata:null}\r\r',
    ]) {
      expect(readEvent(Buffer.from(event), true)).toEqual({ type: "chunk", json: { error: null } });
    }
  });
});

function outcome(event: Buffer, always: boolean): string {
  try {
    return readEvent(event, always).type;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}
