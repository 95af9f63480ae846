import { studentCdf, studentQuantile } from "./student.ts";
import type { Interval } from "./wilson-interval.ts";

/** Mean of the differences on the same questions, with its standard error; NaN where too few say anything. */
export type PairedDifference = {
  readonly n: number;
  readonly mean: number;
  readonly standardError: number;
};

/** D = mean d, SE = sd(d) / √n (Miller 2024, arXiv:2411.00640: pairing removes what the questions have in common). */
export function pairedDifference(differences: ArrayLike<number>): PairedDifference {
  const n = differences.length;
  if (n === 0) return { n, mean: Number.NaN, standardError: Number.NaN };
  let sum = 0;
  for (let row = 0; row < n; row++) sum += differences[row] ?? 0;
  const mean = sum / n;
  let squares = 0;
  for (let row = 0; row < n; row++) squares += ((differences[row] ?? 0) - mean) ** 2;
  return { n, mean, standardError: n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1) / n) };
}

/** One-sided lower bound D − t·SE. Wrong (too sure) when nothing or nearly nothing differs: see `router/certificate/mean-bound.ts`. */
export function lowerBoundT({ n, mean, standardError }: PairedDifference, confidence: number): number {
  return mean - studentQuantile(confidence, n - 1) * standardError;
}

/** Two-sided interval D ± t·SE. */
export function intervalT({ n, mean, standardError }: PairedDifference, confidence: number): Interval {
  const half = studentQuantile((1 + confidence) / 2, n - 1) * standardError;
  return [mean - half, mean + half];
}

/** Two-sided p-value of "no difference". */
export function pValueT({ n, mean, standardError }: PairedDifference): number {
  return 2 * studentCdf(-Math.abs(mean / standardError), n - 1);
}
