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

type Keyed = {
  readonly key: string | null;
  /** Without a key there is no answer at all: it says nothing, or nothing a check could find. Else it is prose. */
  readonly empty: boolean;
};

/** The answers of a request as the numbers a sequential policy compares. */
export function answerClasses(answers: readonly Keyed[]): readonly number[] {
  const classes = new Map<string, number>();
  return answers.map(({ key, empty }) => {
    if (key === null) return empty ? NO_ANSWER : ANSWERS_UNKNOWN;
    const known = classes.get(key) ?? classes.size;
    classes.set(key, known);
    return known;
  });
}
