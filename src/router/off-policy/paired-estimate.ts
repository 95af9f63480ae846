import { effectiveRows, type Sufficiency, sufficiency } from "./effective-sample.ts";
import { tangoInterval } from "../../statistics/tango.ts";
import { type Interval, wilsonInterval } from "../../statistics/wilson-interval.ts";
import { CONFIDENCE, type Estimate, meanEstimate } from "./estimate.ts";

/** One question both the reference and another expert answered, both verified. */
export type PairedRow = {
  /**
   * The policy's chance of that other expert over the chance with which it was asked here: 1 when everyone was asked and it
   * is the policy's choice, 0 when the policy would have asked the reference or a third.
   */
  readonly weight: number;
  readonly outcome: number;
  readonly reference: number;
};

/** Fewer pairs than this say nothing: with a handful even no disagreement at all would look certain. */
const PAIRS_MIN = 50;

export type PairedEvaluation = {
  readonly pairs: number;
  readonly effectiveRows: number;
  readonly sufficiency: Sufficiency;
  /** Policy less reference on the same questions; `null` when refused. */
  readonly difference: Estimate | null;
  readonly policy: Estimate | null;
  readonly reference: Estimate | null;
};

/**
 * Shadow runs: mean of w (y − y_ref). The reference's answer to the same question takes out how hard it was, which is why
 * 200 pairs are worth thousands of weighted rows (`simulation.test.ts`). Weights of 0 are pairs too: there both answer alike.
 */
export function pairedEvaluation(rows: readonly PairedRow[]): PairedEvaluation {
  const differences = Float64Array.from(
    rows,
    ({ weight, outcome, reference }) => weight * (outcome - reference),
  );
  const references = Float64Array.from(rows, ({ reference }) => reference);
  const policies = differences.map((difference, row) => difference + (references[row] ?? 0));
  // What is not moved to the other expert stays with the reference and counts as one row.
  const effective = effectiveRows(Float64Array.from(rows, ({ weight }) => Math.max(1, weight)));
  const enough = sufficiency(rows.length, effective, PAIRS_MIN);
  const estimate = (values: Float64Array): Estimate | null =>
    enough.enough ? meanEstimate(values, effective) : null;
  return {
    pairs: rows.length,
    effectiveRows: effective,
    sufficiency: enough,
    ...(enough.enough && rows.every(isRightOrWrong)
      ? scoreIntervals(rows)
      : {
          difference: estimate(differences),
          policy: estimate(policies),
          reference: estimate(references),
        }),
  };
}

function isRightOrWrong({ weight, outcome, reference }: PairedRow): boolean {
  return weight === 1 && (outcome === 0 || outcome === 1) && (reference === 0 || reference === 1);
}

/** Of right and wrong answers score intervals are known: they stay within bounds, and have a width when nothing differs. */
function scoreIntervals(rows: readonly PairedRow[]): Record<"difference" | "policy" | "reference", Estimate> {
  const n = rows.length;
  const count = (is: (row: PairedRow) => boolean): number => rows.filter(is).length;
  const won = count(({ outcome, reference }) => outcome > reference);
  const lost = count(({ outcome, reference }) => outcome < reference);
  const share = (right: number): Estimate =>
    bounded(right / n, Math.sqrt(((right / n) * (1 - right / n)) / (n - 1)), wilsonInterval(right, n));
  const difference = (won - lost) / n;
  const variance = (won + lost) / n - difference * difference;
  return {
    difference: bounded(
      difference,
      Math.sqrt(variance / (n - 1)),
      tangoInterval({ n, won, lost }, CONFIDENCE),
    ),
    policy: share(count(({ outcome }) => outcome === 1)),
    reference: share(count(({ reference }) => reference === 1)),
  };
}

function bounded(value: number, standardError: number, [low, high]: Interval): Estimate {
  return { value, standardError, low, high };
}
