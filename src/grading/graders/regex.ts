import { z } from "zod";
import type { Grade, Grader } from "../grader.ts";
import { boundedKey } from "../answer-key-text.ts";
import { compilePattern, PatternError } from "../linear-regex.ts";
import { PATTERN_CHARS_MAX, quoted } from "../limits.ts";

const regexCheck = z
  .strictObject({
    type: z.literal("regex"),
    pattern: z.string().min(1).max(PATTERN_CHARS_MAX),
    flags: z
      .string()
      .regex(/^[imsu]{0,4}$/u, "must be of the letters i, m, s and u")
      .optional(),
  })
  .superRefine((check, context) => {
    try {
      compilePattern(check.pattern, check.flags);
    } catch (error) {
      const message = error instanceof PatternError ? error.message : "cannot be compiled";
      context.addIssue({ code: "custom", path: ["pattern"], message, input: check.pattern });
    }
  });

type RegexCheck = z.infer<typeof regexCheck>;

/** The pattern matches somewhere in the whole answer; `^` and `$` pin it to the ends. */
export const regex = {
  type: "regex",
  summary: "the answer matches a pattern (RE2 syntax: no backreferences, no look-around)",
  version: "1",
  check: regexCheck,
  grade(check: RegexCheck, answer: string): Grade {
    const pattern = compilePattern(check.pattern, check.flags);
    if (!pattern.isAffordable(answer)) {
      return {
        correct: null,
        score: null,
        reason: `the pattern is too large for an answer of ${answer.length} characters`,
      };
    }
    const correct = pattern.test(answer);
    const reason = `${correct ? "matches" : "does not match"} ${quoted(check.pattern)}`;
    return { correct, score: correct ? 1 : 0, reason };
  },
  key(_check: RegexCheck, answer: string): string | null {
    return answer.trim() === "" ? null : boundedKey("exact", answer);
  },
} satisfies Grader<RegexCheck>;
