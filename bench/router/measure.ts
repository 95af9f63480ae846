/** One number of the protocol beside what it should be. */
export type Measure = {
  /** Which row of the table; stable across runs. */
  readonly key: string;
  readonly what: string;
  readonly value: number | null;
  /** 95 %, two-sided unless the note says otherwise. */
  readonly interval: readonly [number, number] | null;
  readonly unit: "share" | "points" | "ratio" | "count" | "seconds" | "bytes" | "microseconds";
  /** `null`: shown for comparison, nothing is promised. */
  readonly target: { readonly atLeast?: number; readonly atMost?: number } | null;
  readonly note: string;
};

/** Whether the number is what it should be, `null` when nothing was promised. A number that could not be measured is missed. */
export function isMet({ value, target }: Measure): boolean | null {
  if (target === null) return null;
  if (value === null || Number.isNaN(value)) return false;
  const { atLeast = -Infinity, atMost = Infinity } = target;
  return value >= atLeast && value <= atMost;
}

/** Mean of a sample with its normal interval, for repeats that are alike. */
export function meanWithInterval(values: readonly number[]): {
  readonly value: number;
  readonly interval: readonly [number, number];
} {
  const value = values.reduce((sum, one) => sum + one, 0) / values.length;
  const squares = values.reduce((sum, one) => sum + (one - value) ** 2, 0);
  const half = 1.96 * Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
  return { value, interval: [value - half, value + half] };
}

/** Hands the measures to whoever started this part: the last line of standard output. */
export function printMeasures(measures: readonly Measure[]): void {
  process.stdout.write(`${JSON.stringify({ measures })}\n`);
}
