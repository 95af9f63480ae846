import { z } from "zod";
import type { Grade, Grader } from "../grader.ts";
import { numberKey } from "../answer-key-text.ts";
import { finalAnswer } from "../extract/final-answer.ts";
import type { FinalAnswer } from "../extract/final-answer.ts";
import { answerNumber, lastNumber, wholeNumber } from "../extract/number.ts";
import type { NumberReading } from "../extract/number.ts";
import { within } from "../extract/rational.ts";
import type { Rational } from "../extract/rational.ts";
import { quoted } from "../limits.ts";

const NUMBER_CHARS_MAX = 1_000;
const NONE: NumberReading = { type: "none" };
const ZERO: Rational = { numerator: 0n, denominator: 1n };
// `3,4` may be two numbers or one: an expected value has to be beyond doubt.
const DECIMAL_COMMA = /,\d+$/u;

const ONE_NUMBER = "must be one number, such as 1692, -0.5, 1,234.50, 10/9 or 1.5e3";

const numericCheck = z.strictObject({
  type: z.literal("numeric"),
  expected: z.union(
    [z.number(), z.string().max(NUMBER_CHARS_MAX).refine(isUnambiguous, { error: ONE_NUMBER })],
    {
      error: ONE_NUMBER,
    },
  ),
  tolerance: z.number().nonnegative().optional(),
});

type NumericCheck = z.infer<typeof numericCheck>;

/** The answer's final number equals the expected one exactly, or within an absolute tolerance. Right or wrong, no more. */
export const numeric = {
  type: "numeric",
  summary: "the answer's final number equals the expected one, however it is written",
  version: "2",
  check: numericCheck,
  grade(check: NumericCheck, answer: string): Grade {
    const expected = wholeNumber(String(check.expected));
    if (expected === null)
      return cannotTell(`the expected value ${quoted(String(check.expected))} is no number`);
    const found = numberOf(finalAnswer(answer));
    if (found.type === "none") return cannotTell("found no number");
    if (found.type === "several")
      return cannotTell(`cannot tell which number of ${quoted(found.text)} is the answer`);
    if (found.type === "unreadable")
      return cannotTell(`cannot read a number from ${quoted(found.text)} and its surroundings`);
    const tolerance = check.tolerance === undefined ? ZERO : (wholeNumber(String(check.tolerance)) ?? ZERO);
    const correct = within(found.value, expected, tolerance);
    const reason = `expected ${check.expected}, found ${quoted(found.text)}`;
    return { correct, score: correct ? 1 : 0, reason };
  },
  /** Exact whatever the tolerance: being near each other is no equality (it does not carry over). */
  key(_check: NumericCheck, answer: string): string | null {
    const found = numberOf(finalAnswer(answer));
    return found.type === "number" ? numberKey(found.value) : null;
  },
} satisfies Grader<NumericCheck>;

function cannotTell(reason: string): Grade {
  return { correct: null, score: null, reason };
}

/** After a marker the first line with a number counts: what follows is often a comment. Else the last number of all. */
export function numberOf(final: FinalAnswer): NumberReading {
  if (!final.marked) return lastNumber(final.text);
  for (const line of final.text.split("\n")) {
    const reading = /\p{Nd}/u.test(line) ? answerNumber(line) : NONE;
    if (reading.type !== "none") return reading;
  }
  return NONE;
}

function isUnambiguous(text: string): boolean {
  const decimalComma = DECIMAL_COMMA.test(text.replaceAll("$", "")) && !/^\D*\d{1,3}(?:,\d{3})+$/u.test(text);
  return !decimalComma && wholeNumber(text) !== null;
}
