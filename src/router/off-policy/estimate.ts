import { studentQuantile } from "../../statistics/student.ts";

/** A mean with its two-sided interval. */
export type Estimate = {
  readonly value: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
};

export const CONFIDENCE = 0.95;

/**
 * From a value and each row's influence on it: SE = √(Σ ψ² / (n (n − 1))), quantiles of Student's t. Degrees of freedom are
 * those of the rows that carry weight, so that few heavy rows are not taken for many.
 */
export function estimateFrom(value: number, influence: Float64Array, effective: number): Estimate {
  const n = influence.length;
  let squares = 0;
  for (const one of influence) squares += one * one;
  const standardError = n < 2 ? Number.NaN : Math.sqrt(squares / (n * (n - 1)));
  const half = studentQuantile((1 + CONFIDENCE) / 2, Math.max(1, effective - 1)) * standardError;
  return { value, standardError, low: value - half, high: value + half };
}

/** The plain mean of terms, one per row. */
export function meanEstimate(terms: Float64Array, effective: number): Estimate {
  const mean = terms.reduce((sum, term) => sum + term, 0) / terms.length;
  return estimateFrom(
    mean,
    terms.map((term) => term - mean),
    effective,
  );
}
