import { expect, test } from "vitest";
import type { SaidCall, WireReading } from "../experts/expert.ts";
import type { Check } from "../grading/check.ts";
import { answerClasses, recordedAnswerKey } from "./answer-keys.ts";

const NUMBER = { type: "numeric", expected: "1" } as const;

const key = (check: Check | null, text: string, salt = "r") => recordedAnswerKey(check, reading(text), salt);
const called = (...toolCalls: SaidCall[]) => recordedAnswerKey(null, { ...reading(""), toolCalls }, "r");

function reading(text: string): WireReading {
  return { usage: null, finishReason: null, text };
}

test("equal answers of one request have equal keys, and no key says what was answered", () => {
  expect(key(NUMBER, "So it is 1,000.")).toMatch(/^[0-9a-f]{16}$/u);
  expect(key(NUMBER, "Answer: 1000")).toBe(key(NUMBER, "So it is 1,000."));
  expect(key(NUMBER, "Answer: 1001")).not.toBe(key(NUMBER, "Answer: 1000"));
  expect(key(NUMBER, "Answer: 1000", "other")).not.toBe(key(NUMBER, "Answer: 1000"));
});

test("without a check an answer that is all answer is compared, prose is not", () => {
  expect(key(null, "**B**")).toBe(key(null, "b"));
  expect(key(null, "It depends. ".repeat(200))).toBeNull();
});

test("calls of tools are compared by what they call with what, not by how that is written", () => {
  const one = { name: "weather", input: '{"city":"Rome","days":2}' };
  const other = { name: "time", input: "{}" };
  expect(called(one, other)).toBe(called(other, { ...one, input: '{ "days": 2.0, "city": "Rome" }' }));
  expect(called(one)).not.toBe(called({ ...one, input: '{"city":"Roma","days":2}' }));
  expect(called(one)).not.toBe(called(one, other));
});

const classes = (empty: boolean, ...keys: (string | null)[]) =>
  answerClasses(keys.map((each) => ({ key: each, empty })));

test("equal keys are one class; an answer without one is none where nothing was said, else unknown", () => {
  expect(classes(true, "x", "y", "x")).toEqual([0, 1, 0]);
  expect(classes(true, "x", null)).toEqual([0, -1]);
  expect(classes(false, "x", null)).toEqual([0, -2]);
});
