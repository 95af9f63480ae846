/** What a grader says of one answer. */
export type Grade = {
  /** `null` when it could not tell (no answer found, time limit reached): not the same as wrong. */
  readonly correct: boolean | null;
  readonly score: number | null;
  /** One sentence a person can read: `expected 1692, found 1700`. */
  readonly reason: string;
};

/** A way to verify an answer, a line in `registry.ts`. `Check` is the part of the request's JSON that names it. */
export type Grader<Check> = {
  readonly type: string;
  readonly summary: string;
  /** Goes up whenever a verdict could change; recorded with each outcome. */
  readonly version: string;
  readonly check: { parse(input: unknown): Check };
  grade(check: Check, answer: string): Promise<Grade> | Grade;
  /**
   * What the answer says under this check: answers with equal keys get equal verdicts, so that two experts who agree
   * are seen to. Never reads what is expected; `null` when the answer cannot be compared.
   */
  key(check: Check, answer: string): string | null;
};
