import { studentQuantile } from "../../src/statistics/student.ts";

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

/** How a number stands to what was promised. */
export type Standing = "met" | "met, not shown" | "MISSED";

/**
 * `null` when nothing was promised. A number whose interval reaches beyond the target is met as measured, but not
 * shown; one that could not be measured is missed.
 */
export function standingOf({ value, interval, target }: Measure): Standing | null {
  if (target === null) return null;
  const { atLeast = -Infinity, atMost = Infinity } = target;
  const within = (one: number): boolean => one >= atLeast && one <= atMost;
  if (value === null || !within(value)) return "MISSED";
  return interval === null || interval.every(within) ? "met" : "met, not shown";
}

/** Mean of a sample with its interval by Student's t, for repeats that are alike. */
export function meanWithInterval(values: readonly number[]): {
  readonly value: number;
  readonly interval: readonly [number, number];
} {
  const value = values.reduce((sum, one) => sum + one, 0) / values.length;
  const squares = values.reduce((sum, one) => sum + (one - value) ** 2, 0);
  const freedom = Math.max(1, values.length - 1);
  const half = studentQuantile(0.975, freedom) * Math.sqrt(squares / freedom / values.length);
  return { value, interval: [value - half, value + half] };
}

/** Hands the measures to whoever started this part: the last line of standard output. */
export function printMeasures(measures: readonly Measure[]): void {
  process.stdout.write(`${JSON.stringify({ measures })}\n`);
}
