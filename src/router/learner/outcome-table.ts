import type { Features } from "../features/features.ts";

/**
 * Verified outcomes as the learner sees them: one row per question, one column per expert, row-major arrays. Unknown is
 * NaN (not asked, not graded, no price), never 0. Offline it comes from files, live from the ledger's shadow runs.
 */
export type OutcomeTable = {
  readonly experts: readonly string[];
  readonly questions: readonly Question[];
  /** Share right in [0, 1]; NaN where it was not asked or could not be graded. */
  readonly score: Float64Array;
  readonly costUsd: Float64Array;
  readonly latencyMs: Float64Array;
  /**
   * Which answers of a row are the same answer: equal numbers in one row mean equal answers. -1: there is no answer to
   * compare (none was extracted); -2: answers of this row are not known at all, so agreement is no evidence.
   */
  readonly answerClass: Int32Array;
};

export type Question = {
  readonly id: string;
  /** Questions with the same text share it; splits keep a group together. */
  readonly group: string;
  readonly features: Features;
  /** In [0, 1), of a served request: which component of a policy decides. Without it, the id says so. */
  readonly deal?: number;
};

export const NO_ANSWER = -1;
export const ANSWERS_UNKNOWN = -2;

/** Position of one question and expert in the row-major arrays. */
export function cell(table: Pick<OutcomeTable, "experts">, row: number, expert: number): number {
  return row * table.experts.length + expert;
}
