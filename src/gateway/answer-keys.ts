import { hash } from "node:crypto";
import type { WireReading } from "../experts/expert.ts";
import { answerKey, answerKeyForCheck } from "../grading/answer-key.ts";
import type { Check } from "../grading/check.ts";
import { ANSWERS_UNKNOWN, NO_ANSWER } from "../router/learner/outcome-table.ts";

const KEY_CHARS = 16;

/**
 * What an answer says, as a short hash that is equal for equal answers of one request and of its shadow runs, and tells
 * nothing across requests: the ledger keeps it even where it keeps no answers.
 */
export function recordedAnswerKey(check: Check | null, reading: WireReading, salt: string): string | null {
  const key = readKey(check, reading);
  return key === null ? null : hash("sha256", `${salt}\n${key}`).slice(0, KEY_CHARS);
}

/** Calls of tools are the answer where there are some: the same calls, in whatever order and notation. */
function readKey(check: Check | null, { text, toolCalls }: WireReading): string | null {
  if (toolCalls !== undefined) {
    const calls = toolCalls.map(({ name, input }) => ({ name, arguments: input }));
    return answerKey(JSON.stringify(calls), "calls");
  }
  return check === null ? answerKey(text) : answerKeyForCheck(check, text);
}

/** The keys of a request's answers as the numbers a sequential policy compares. */
export function answerClasses(keys: readonly (string | null)[], checked: boolean): readonly number[] {
  const classes = new Map<string, number>();
  return keys.map((key) => {
    // A check that finds nothing to compare has found no answer; prose without a check is just not comparable.
    if (key === null) return checked ? NO_ANSWER : ANSWERS_UNKNOWN;
    const known = classes.get(key) ?? classes.size;
    classes.set(key, known);
    return known;
  });
}
