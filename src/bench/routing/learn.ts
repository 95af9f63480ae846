import { learnPolicy } from "../../router/learner/learn-policy.ts";
import type { Learnt } from "../../router/learner/learn-policy.ts";
import { sealPolicy } from "../../router/learner/open-policy.ts";
import type { PolicyArtefact, PolicyObjective } from "../../router/learner/policy-artefact.ts";
import type { Prices } from "../outcomes/prices.ts";
import type { LoadedTable } from "./load-table.ts";

export type LearnOptions = {
  readonly reference: string;
  readonly objective: PolicyObjective;
  readonly callsMax: number;
  readonly model: string;
  readonly seed: number;
  readonly hideSubtask: boolean;
  readonly prices: Prices;
};

/** Learns a policy that remembers the prices it counted with, those of its own experts. */
export function learnFromTable({ table, costBasis }: LoadedTable, options: LearnOptions): Learnt {
  const { prices, hideSubtask, ...rest } = options;
  const learnt = learnPolicy({ ...rest, table, costBasis, hidden: hideSubtask ? ["family"] : [] });
  const own = Object.fromEntries(Object.entries(prices).filter(([model]) => table.experts.includes(model)));
  return Object.keys(own).length === 0 ? learnt : { ...learnt, artefact: withPrices(learnt.artefact, own) };
}

function withPrices(artefact: PolicyArtefact, prices: Prices): PolicyArtefact {
  const { digest: _, ...unsealed } = artefact;
  return sealPolicy({ ...unsealed, prices });
}
