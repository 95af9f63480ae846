import { betaCdf } from "./beta.ts";
import { whereFallingIsZero } from "./bisection.ts";
import type { Interval } from "./wilson-interval.ts";

/** What was counted: so many of n. */
export type Tally = { readonly hits: number; readonly n: number };

/** Exact upper bound of a share, one-sided: the largest chance under which so few hits still have chance 1 − confidence. */
export function exactUpperBound({ hits, n }: Tally, confidence: number): number {
  if (hits >= n) return 1;
  const shape = { alpha: hits + 1, beta: n - hits };
  return whereFallingIsZero((x) => confidence - betaCdf(x, shape), { low: 0, high: 1 });
}

/** Exact lower bound of a share, one-sided. */
export function exactLowerBound({ hits, n }: Tally, confidence: number): number {
  return 1 - exactUpperBound({ hits: n - hits, n }, confidence);
}

/** Exact two-sided interval (Clopper & Pearson 1934): never below its confidence, wider than Wilson's. */
export function clopperPearson(tally: Tally, confidence: number): Interval {
  const oneSided = (1 + confidence) / 2;
  return [exactLowerBound(tally, oneSided), exactUpperBound(tally, oneSided)];
}
