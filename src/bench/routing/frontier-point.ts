import { intervalT, pairedDifference } from "../../statistics/paired-difference.ts";
import { differenceInterval } from "../../router/certificate/bounded-intervals.ts";
import { wilsonInterval } from "../../statistics/wilson-interval.ts";
import type { Interval } from "../../statistics/wilson-interval.ts";
import type { FrontierPoint } from "./frontier.ts";

/** What one way to answer did, one number per question; NaN where that is not known. */
export type RowOutcomes = {
  readonly score: ArrayLike<number>;
  readonly cost: ArrayLike<number>;
  readonly calls: number;
};

const CONFIDENCE = 0.95;

/** The means, with intervals over the questions and over paired differences to the reference. */
export function frontierPoint(
  label: string,
  outcomes: RowOutcomes,
  reference: ArrayLike<number> | null,
): FrontierPoint {
  const scores = known(outcomes.score);
  const own = pairedDifference(scores);
  const differences =
    reference === null
      ? []
      : known(Float64Array.from(outcomes.score, (score, row) => score - reference[row]!));
  const paired = pairedDifference(differences);
  return {
    label,
    accuracy: own.mean,
    interval: shareInterval(scores),
    cost: pairedDifference(known(outcomes.cost)).mean,
    calls: outcomes.calls,
    difference: paired.n < 2 ? null : { mean: paired.mean, interval: differenceInterval(differences) },
  };
}

/** Student's interval of shares near 0 or 1 is too short, or goes beyond them. */
function shareInterval(scores: readonly number[]): Interval {
  if (scores.every((score) => score === 0 || score === 1))
    return wilsonInterval(scores.filter((score) => score === 1).length, scores.length);
  const [low, high] = intervalT(pairedDifference(scores), CONFIDENCE);
  return [Math.max(0, low), Math.min(1, high)];
}

function known(values: ArrayLike<number>): readonly number[] {
  return Array.from(values).filter((value) => !Number.isNaN(value));
}
