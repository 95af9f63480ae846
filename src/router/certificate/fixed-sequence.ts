import { pairedDifference } from "../../statistics/paired-difference.ts";
import { meanLowerBound } from "./mean-bound.ts";
import type { BoundMethod } from "./mean-bound.ts";

export type FixedSequence = {
  /**
   * Differences policy − reference per validation row, one array per candidate, from the safest (nearest to the
   * reference) to the cheapest. The order must not have been chosen on these rows.
   */
  readonly candidates: readonly Float64Array[];
  /** 0.01 is one point. */
  readonly toleranceShare: number;
  readonly confidence: number;
  readonly method: BoundMethod;
};

export type TestedCandidate = {
  readonly candidate: number;
  readonly rows: number;
  readonly difference: number;
  readonly lowerBound: number;
  readonly passed: boolean;
};

/**
 * Walks from the safest to the cheapest and stops at the first that is not shown to be within the tolerance: then the
 * last that passed is within it with the confidence of a single test, however many there were (fixed sequence testing;
 * Learn then Test, Angelopoulos et al. 2021, arXiv:2110.01052).
 */
export function walkFixedSequence(sequence: FixedSequence): {
  /** Index of the cheapest certified candidate, `null` when not even the safest is. */
  readonly chosen: number | null;
  /** Every candidate that was looked at; the last one failed unless all passed. */
  readonly tested: readonly TestedCandidate[];
} {
  const tested: TestedCandidate[] = [];
  for (const [candidate, differences] of sequence.candidates.entries()) {
    const lowerBound = meanLowerBound(differences, sequence.confidence, sequence.method);
    const passed = lowerBound >= -sequence.toleranceShare;
    const { n, mean } = pairedDifference(differences);
    tested.push({ candidate, rows: n, difference: mean, lowerBound, passed });
    if (!passed) return { chosen: candidate === 0 ? null : candidate - 1, tested };
  }
  return { chosen: tested.length === 0 ? null : tested.length - 1, tested };
}
