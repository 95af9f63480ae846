import { intervalT, pairedDifference } from "../../statistics/paired-difference.ts";
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
    interval: intervalT(own, CONFIDENCE),
    cost: pairedDifference(known(outcomes.cost)).mean,
    calls: outcomes.calls,
    difference: paired.n < 2 ? null : { mean: paired.mean, interval: intervalT(paired, CONFIDENCE) },
  };
}

function known(values: ArrayLike<number>): readonly number[] {
  return Array.from(values).filter((value) => !Number.isNaN(value));
}
