import type { GatewayDeps } from "../gateway-deps.ts";
import type { Mixture } from "../mixture.ts";
import { dearestGuess } from "./estimate-cost.ts";
import { EvidenceCounts } from "./evidence-counts.ts";
import { ShadowBudget, startOfDayUs } from "./shadow-budget.ts";
import type { ShadowPlan } from "./shadow-plan.ts";

/** What a mixture has spent and learnt on the side. */
export type ShadowBook = {
  readonly mixture: Mixture;
  readonly plan: ShadowPlan;
  readonly budget: ShadowBudget;
  readonly evidence: EvidenceCounts;
  running: number;
};

export function openBook(mixture: Mixture, plan: ShadowPlan): ShadowBook {
  return { mixture, plan, budget: new ShadowBudget(plan), evidence: new EvidenceCounts(), running: 0 };
}

/** After a restart: what was spent today and who has answered what, as the ledger knows it. */
export async function restoreBook(
  { mixture, budget, evidence }: ShadowBook,
  deps: Pick<GatewayDeps, "ledger" | "nowUs" | "experts" | "costOf">,
): Promise<void> {
  const { ledger } = deps;
  const nowUs = deps.nowUs();
  const { shadow } = await ledger.totals({ mixture: mixture.name, sinceUs: startOfDayUs(nowUs) });
  const known = Number(shadow.costNanoUsd);
  // Where all have a price, a cost that stayed unknown was money; else those without a price are most of them.
  const guess = dearestGuess(deps, mixture.experts);
  const spent =
    guess === null
      ? { nanoUsd: known, unpricedCalls: shadow.costUnknown }
      : { nanoUsd: known + shadow.costUnknown * guess, unpricedCalls: 0 };
  budget.restore(spent, nowUs);
  const counts = await ledger.outcomeCounts();
  evidence.restore(counts.filter((count) => count.mixture === mixture.name));
}
