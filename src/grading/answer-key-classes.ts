import { answerKey } from "./answer-key.ts";
import type { AnswerKind } from "./answer-key.ts";

/** No answer was extracted from what the expert wrote. */
const NO_ANSWER_CLASS = -1;
/** Nothing is known of the answer, or it cannot be compared with another. */
const INCOMPARABLE_CLASS = -2;

/**
 * Numbers the answers to one question so that equal numbers are equal answers: `["A", "b", "(A)", null]` gives
 * `[0, 1, 0, -1]`. `undefined`: nothing was recorded; `null` or blank: there was no answer.
 */
export function answerClasses(
  answers: readonly (string | null | undefined)[],
  kind?: AnswerKind,
): readonly number[] {
  const classes = new Map<string, number>();
  return answers.map((answer) => {
    if (answer === undefined) return INCOMPARABLE_CLASS;
    if (answer === null || answer.trim() === "") return NO_ANSWER_CLASS;
    const key = answerKey(answer, kind);
    if (key === null) return INCOMPARABLE_CLASS;
    const known = classes.get(key) ?? classes.size;
    classes.set(key, known);
    return known;
  });
}
