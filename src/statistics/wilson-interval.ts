export type Interval = readonly [low: number, high: number];

/** The normal quantile that leaves 2.5 % on each side. */
export const Z_95 = 1.959964;

/** Wilson's score interval of a share, 95 %; (0, 1) without data. Wilson 1927, formula as in Brown et al. 2001. */
export function wilsonInterval(right: number, n: number): Interval {
  if (n === 0) return [0, 1];
  const share = right / n;
  const middle = (share + (Z_95 * Z_95) / (2 * n)) / (1 + (Z_95 * Z_95) / n);
  const half =
    (Z_95 / (1 + (Z_95 * Z_95) / n)) * Math.sqrt((share * (1 - share)) / n + (Z_95 * Z_95) / (4 * n * n));
  return [middle - half, middle + half];
}
