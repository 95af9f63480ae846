/** A graded attempt. Append-only: a later outcome for the same request does not erase an earlier one. */
export type Outcome = {
  readonly id: string;
  readonly requestId: string;
  /** Number of the graded attempt within its request, 0 first; `null` when feedback is about the answer as a whole. */
  readonly attempt: number | null;
  readonly expert: string;
  readonly task: string | null;
  readonly source: "check" | "feedback" | "audit" | "bench";
  /** Grader's name (`numeric`, `exact`, …), `null` for feedback. */
  readonly check: string | null;
  readonly verifierVersion: string | null;
  /** `null` when the grader could not tell (no answer found, time limit), which is not a wrong answer. */
  readonly correct: boolean | null;
  /** 0 to 1, `null` when only `correct` is known. */
  readonly score: number | null;
  readonly comment: string | null;
  readonly atUs: number;
};
