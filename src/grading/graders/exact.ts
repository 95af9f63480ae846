import { z } from "zod";
import type { Grade, Grader } from "../grader.ts";
import { boundedKey } from "../answer-key-text.ts";
import { finalAnswer } from "../extract/final-answer.ts";
import { EXPECTED_CHARS_MAX, EXPECTED_VARIANTS_MAX, quoted } from "../limits.ts";

const expectedText = z.string().min(1).max(EXPECTED_CHARS_MAX);

const exactCheck = z.strictObject({
  type: z.literal("exact"),
  expected: z.union([expectedText, z.array(expectedText).min(1).max(EXPECTED_VARIANTS_MAX)], {
    error: "must be a text or a list of texts",
  }),
  ignore_case: z.boolean().optional(),
});

type ExactCheck = z.infer<typeof exactCheck>;

/** Equal to one of the expected texts: the whole answer, or its final part, with or without a closing period. */
export const exact = {
  type: "exact",
  summary: "the answer is one of the expected texts, character by character",
  version: "1",
  check: exactCheck,
  grade(check: ExactCheck, answer: string): Grade {
    const expected = typeof check.expected === "string" ? [check.expected] : check.expected;
    const final = finalAnswer(answer).text;
    const forms = new Set([answer, final, final.replace(/\.$/u, "")].map((form) => normal(form, check)));
    if (expected.some((text) => forms.has(normal(text, check)))) {
      return { correct: true, score: 1, reason: `found ${quoted(final)}` };
    }
    if (final === "") return { correct: null, score: null, reason: "the answer is empty" };
    return {
      correct: false,
      score: 0,
      reason: `expected ${quoted(expected[0] ?? "")}, found ${quoted(final)}`,
    };
  },
  key(check: ExactCheck, answer: string): string | null {
    const final = normal(finalAnswer(answer).text, check);
    return final === "" ? null : boundedKey("exact", final);
  },
} satisfies Grader<ExactCheck>;

function normal(text: string, check: ExactCheck): string {
  const composed = text.normalize("NFC").replaceAll("\r\n", "\n").trim();
  return check.ignore_case === true ? composed.toLowerCase() : composed;
}
