import { learnPolicy } from "../../router/learner/learn-policy.ts";
import type { Learnt } from "../../router/learner/learn-policy.ts";
import { usableRows } from "../../router/learner/learnable.ts";
import { writeLearntFrom } from "../../router/learner/learnt-from.ts";
import { sealPolicy } from "../../router/learner/open-policy.ts";
import type { PolicyObjective } from "../../router/learner/policy-artefact.ts";
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

/** Learns a policy that remembers its questions and the prices it counted with, those of its own experts. */
export function learnFromTable({ table, costBasis }: LoadedTable, options: LearnOptions): Learnt {
  const { prices, hideSubtask, ...rest } = options;
  const learnt = learnPolicy({ ...rest, table, costBasis, hidden: hideSubtask ? ["family"] : [] });
  const own = Object.fromEntries(Object.entries(prices).filter(([model]) => table.experts.includes(model)));
  const { digest: _, ...unsealed } = learnt.artefact;
  const { rows } = usableRows(table, table.experts.indexOf(options.reference));
  const artefact = sealPolicy({
    ...unsealed,
    ...(Object.keys(own).length === 0 ? {} : { prices: own }),
    learntFrom: writeLearntFrom(Array.from(rows, (row) => table.questions[row]!.group)),
  });
  return { ...learnt, artefact };
}
