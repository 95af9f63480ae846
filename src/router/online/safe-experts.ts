import { meanLowerBound } from "../certificate/mean-bound.ts";
import { cell, type OutcomeTable } from "../learner/outcome-table.ts";

/** An expert with fewer questions in common with the reference is asked in shadow runs first. */
const PAIRS_MIN = 20;

export type SafetyRule = {
  /** Position of the reference in the table. */
  readonly reference: number;
  /** 0.01 is one point. */
  readonly toleranceShare: number;
  readonly confidence: number;
};

/**
 * Experts that a client's request may be tried on: the upper bound of their paired difference to the reference is no
 * worse than the tolerance, so that they are not shown to be inferior, and enough is known for that to mean something.
 */
export function safeExperts(table: OutcomeTable, rule: SafetyRule): readonly string[] {
  return table.experts.filter((_, expert) => expert === rule.reference || isSafe(table, expert, rule));
}

function isSafe(table: OutcomeTable, expert: number, rule: SafetyRule): boolean {
  const { reference, toleranceShare, confidence } = rule;
  // Reference less expert, so that the lower bound of it is the upper bound of what is asked for.
  const losses = Float64Array.from(
    table.questions.keys(),
    (row) =>
      (table.score[cell(table, row, reference)] ?? Number.NaN) -
      (table.score[cell(table, row, expert)] ?? Number.NaN),
  ).filter((loss) => !Number.isNaN(loss));
  return losses.length >= PAIRS_MIN && meanLowerBound(losses, confidence, "t") <= toleranceShare;
}
