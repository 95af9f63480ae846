import type { TrafficTotals } from "./ledger.ts";

/** The totals for those who read only the numbers: a sum of which nothing is known is `null`, not zero. */
export function knownTotals(totals: TrafficTotals) {
  const some = totals.requests > 0;
  return {
    ...totals,
    costNanoUsd: some && totals.costUnknown === totals.requests ? null : totals.costNanoUsd,
    energyMj: some && totals.energyUnknown === totals.requests ? null : totals.energyMj,
  };
}
