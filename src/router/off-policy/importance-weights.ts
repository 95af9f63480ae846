import { AppError } from "../../core/app-error.ts";
import type { LoggedRow } from "./logged-row.ts";

/** A weight above it says more about luck than about the policy; 20 to 50 is usual. */
const WEIGHT_MAX = 50;

export type Weighting = {
  /** π(a|x) / p(a|x), at most `limit`. */
  readonly weights: Float64Array;
  readonly limit: number;
  /** Rows whose weight was cut. */
  readonly clipped: number;
  /** Mean of what was cut off: the most that clipping can shift a mean of shares, in either direction. */
  readonly clippedMass: number;
};

/** Importance weights of logged rows for the policy under evaluation. */
export function importanceWeights(rows: readonly LoggedRow[], limit = WEIGHT_MAX): Weighting {
  const weights = new Float64Array(rows.length);
  let clipped = 0;
  let cut = 0;
  for (const [index, { propensity, target }] of rows.entries()) {
    if (!(propensity > 0 && propensity <= 1) || !(target >= 0 && target <= 1)) throw notChances(rows[index]);
    const weight = target / propensity;
    weights[index] = Math.min(limit, weight);
    if (weight <= limit) continue;
    clipped += 1;
    cut += weight - limit;
  }
  return { weights, limit, clipped, clippedMass: rows.length === 0 ? 0 : cut / rows.length };
}

function notChances(row: LoggedRow | undefined): AppError {
  return new AppError(
    "not_enough_evidence",
    `a logged choice has a propensity of ${row?.propensity} and a chance of ${row?.target} under the policy`,
    { hint: "only choices logged with a propensity above 0 and at most 1 can be evaluated" },
  );
}
