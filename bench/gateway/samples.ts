/** Measured values in arrival order; quantiles by sorting once at the end. */
export type Samples = {
  add(value: number): void;
  clear(): void;
  summary(): SampleSummary;
};

type SampleSummary = {
  readonly count: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly max: number | null;
};

const START_CAPACITY = 4096;

export function samples(): Samples {
  let values = new Float64Array(START_CAPACITY);
  let count = 0;
  return {
    add(value) {
      if (count === values.length) {
        const larger = new Float64Array(count * 2);
        larger.set(values);
        values = larger;
      }
      values[count] = value;
      count += 1;
    },
    clear() {
      count = 0;
    },
    summary() {
      const sorted = values.slice(0, count).toSorted();
      return {
        count,
        p50: quantile(sorted, 0.5),
        p90: quantile(sorted, 0.9),
        p99: quantile(sorted, 0.99),
        max: quantile(sorted, 1),
      };
    },
  };
}

/** The smallest value that at least this share of the sorted values does not exceed; `null` when there are none. */
function quantile(sorted: ArrayLike<number>, share: number): number | null {
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? null;
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
}
