/** What one or several calls took. Unknown is `null`. */
export type Spending = {
  readonly costNanoUsd: number | null;
  readonly energyMj: number | null;
  readonly totalUs: number | null;
};

const NOTHING: Spending = { costNanoUsd: 0, energyMj: 0, totalUs: 0 };
const NANO_USD_PER_USD = 1e9;

/** Calls one after another: everything adds up; one unknown part makes the sum unknown. */
export function sumSpending(calls: readonly Spending[]): Spending {
  return calls.reduce<Spending>(
    (sum, next) => ({
      costNanoUsd: plus(sum.costNanoUsd, next.costNanoUsd),
      energyMj: plus(sum.energyMj, next.energyMj),
      totalUs: plus(sum.totalUs, next.totalUs),
    }),
    NOTHING,
  );
}

function plus(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}

/** NaN when unknown. */
export function costUsdOf({ costNanoUsd }: Spending): number {
  return costNanoUsd === null ? Number.NaN : costNanoUsd / NANO_USD_PER_USD;
}
