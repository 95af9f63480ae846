/** Below it an estimate from weighted rows is refused. */
const EFFECTIVE_ROWS_MIN = 300;

/** Kish's (Σw)² / Σw²: how many rows of the policy's own the weighted ones are worth. */
export function effectiveRows(weights: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

export type Sufficiency =
  | { readonly enough: true }
  /** `moreRows`: about how many more of the same log are needed; `null` when no number of them would do. */
  | { readonly enough: false; readonly moreRows: number | null; readonly explanation: string };

/** Whether weighted rows may be reported on: the effective number grows in proportion to the log. */
export function sufficiency(rows: number, effective: number, least = EFFECTIVE_ROWS_MIN): Sufficiency {
  if (effective >= least) return { enough: true };
  if (effective === 0) {
    const explanation =
      rows === 0
        ? "there are no verified rows to evaluate on"
        : `in none of ${rows} verified rows was the expert asked that this policy would have chosen`;
    return { enough: false, moreRows: null, explanation };
  }
  const moreRows = Math.ceil((rows * least) / effective) - rows;
  const explanation =
    `${rows} verified rows are worth ${effective.toFixed(0)} of this policy's own, ${least} are needed: ` +
    `about ${moreRows} more rows of the same traffic`;
  return { enough: false, moreRows, explanation };
}
