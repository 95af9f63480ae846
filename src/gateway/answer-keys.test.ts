import { expect, test } from "vitest";
import { answerClasses, recordedAnswerKey } from "./answer-keys.ts";

const number = { check: { type: "numeric", expected: "1" } } as const;
const open = { check: null };

test("equal answers of one request have equal keys, and no key says what was answered", () => {
  const key = recordedAnswerKey(number, "So it is 1,000.", "req_1");
  expect(key).toMatch(/^[0-9a-f]{16}$/u);
  expect(recordedAnswerKey(number, "Answer: 1000", "req_1")).toBe(key);
  expect(recordedAnswerKey(number, "Answer: 1001", "req_1")).not.toBe(key);
  expect(recordedAnswerKey(number, "Answer: 1000", "req_2")).not.toBe(key);
});

test("without a check an answer that is all answer is compared, prose is not", () => {
  expect(recordedAnswerKey(open, "**B**", "r")).toBe(recordedAnswerKey(open, "b", "r"));
  expect(recordedAnswerKey(open, "It depends. ".repeat(200), "r")).toBeNull();
});

test("equal keys are one class; an answer without one is none under a check and unknown without", () => {
  expect(answerClasses(["x", "y", "x"], true)).toEqual([0, 1, 0]);
  expect(answerClasses(["x", null], true)).toEqual([0, -1]);
  expect(answerClasses(["x", null], false)).toEqual([0, -2]);
});
