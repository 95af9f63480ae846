import type { Ledger } from "../../ledger/ledger.ts";
import type { Mixture } from "../mixture.ts";
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
  ledger: Pick<Ledger, "totals" | "outcomeCounts">,
  nowUs: number,
): Promise<void> {
  const { shadow } = await ledger.totals({ mixture: mixture.name, sinceUs: startOfDayUs(nowUs) });
  budget.restore({ nanoUsd: Number(shadow.costNanoUsd), unpricedCalls: shadow.costUnknown }, nowUs);
  const counts = await ledger.outcomeCounts();
  evidence.restore(counts.filter((count) => count.mixture === mixture.name));
}
