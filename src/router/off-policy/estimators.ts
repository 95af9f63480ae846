import { effectiveRows } from "./effective-sample.ts";
import { type Estimate, estimateFrom, meanEstimate } from "./estimate.ts";
import type { Outcomes } from "./logged-row.ts";

/** Horvitz–Thompson: mean of w·y. Unbiased without clipping, and noisy. */
export function inversePropensity({ weights, values }: Outcomes): Estimate {
  return meanEstimate(
    values.map((value, row) => (weights[row] ?? 0) * value),
    effectiveRows(weights),
  );
}

/** Σw·y / Σw (Swaminathan & Joachims 2015); influence w (y − v) / mean(w). NaN when nothing carries weight. */
export function selfNormalised({ weights, values }: Outcomes): Estimate {
  const scale = meanOf(weights);
  const value = meanOf(values.map((one, row) => (weights[row] ?? 0) * one)) / scale;
  const influence = values.map((one, row) => ((weights[row] ?? 0) * (one - value)) / scale);
  return estimateFrom(value, influence, effectiveRows(weights));
}

/** What a model says of the row: of the expert that answered, and of the policy's own choice (averaged over its chances). */
export type DirectModel = (row: number) => { readonly logged: number; readonly target: number };

/** mean(q(x, π(x)) + w (y − q(x, a))) (Dudík et al. 2011): right when either the weights or the model are. */
export function doublyRobust({ weights, values }: Outcomes, model: DirectModel): Estimate {
  const terms = values.map((value, row) => {
    const { logged, target } = model(row);
    return target + (weights[row] ?? 0) * (value - logged);
  });
  return meanEstimate(terms, effectiveRows(weights));
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
