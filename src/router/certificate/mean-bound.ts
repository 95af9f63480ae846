import { bettingLowerBound, tallyOf } from "../../statistics/betting.ts";
import { exactUpperBound } from "../../statistics/clopper-pearson.ts";
import { lowerBoundT, pairedDifference } from "../../statistics/paired-difference.ts";
import { tangoLowerBound } from "../../statistics/tango.ts";

/**
 * How a lower bound of a mean paired difference is made. `t`: Student's, guarded where it is too sure of itself.
 * `betting`: exact for any sample and at any time, and wider.
 */
export type BoundMethod = "t" | "betting";

/** Below these Student's t is not trusted alone. */
const ROWS_FOR_T = 50;
const DIFFERING_FOR_T = 20;

/** One-sided lower bound of the mean of differences in [-1, 1]; -1 when nothing is known. */
export function meanLowerBound(
  differences: ArrayLike<number>,
  confidence: number,
  method: BoundMethod,
): number {
  if (differences.length === 0) return -1;
  return method === "betting" ? betting(differences, confidence) : guardedT(differences, confidence);
}

function betting(differences: ArrayLike<number>, confidence: number): number {
  return bettingLowerBound(tallyOf(Array.from(differences)), confidence);
}

/**
 * Student's bound of 300 ties is 0 ± 0, which nobody should believe. For right and wrong Tango's score bound stands
 * beside it always, and where few pairs differ the exact bound of the share lost, with wins not counted (300 ties:
 * -.01, the rule of three). For shares in between, where neither exists, the betting bound.
 */
function guardedT(differences: ArrayLike<number>, confidence: number): number {
  const n = differences.length;
  let [won, lost, between] = [0, 0, 0];
  for (let row = 0; row < n; row++) {
    const difference = differences[row] ?? 0;
    if (difference === 1) won++;
    else if (difference === -1) lost++;
    else if (difference !== 0) between++;
  }
  const few = n < ROWS_FOR_T || won + lost + between < DIFFERING_FOR_T;
  const student = n < 2 ? -1 : lowerBoundT(pairedDifference(differences), confidence);
  if (between > 0) return few ? Math.min(student, betting(differences, confidence)) : student;
  const score = Math.min(student, tangoLowerBound({ n, won, lost }, confidence));
  return few ? Math.min(score, -exactUpperBound({ hits: lost, n }, confidence)) : score;
}
