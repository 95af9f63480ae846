import type { PairedRow } from "../../gateway/learner/pair-rows.ts";
import { tableOf } from "../../gateway/learner/rows-to-table.ts";
import { cell } from "../../router/learner/outcome-table.ts";
import { replay } from "../../router/learner/replay.ts";
import { pairedEvaluation, type PairedEvaluation } from "../../router/off-policy/paired-estimate.ts";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";

export type ShadowEvaluation = {
  readonly success: PairedEvaluation;
  /** Over pairs whose costs are all known. */
  readonly costUsd: PairedEvaluation;
  /** Drawn shadow runs in which an expert of the policy has no verified answer. */
  readonly incomplete: number;
};

/**
 * The whole policy, cascades included, on requests that every one of its experts answered. Only those whose shadow runs
 * were drawn blindly: probes go where little is known.
 */
export function shadowEvaluation(
  rows: readonly PairedRow[],
  policy: SequentialPolicy,
  reference: string,
): ShadowEvaluation {
  const drawn = rows.filter((row) => row.drawn);
  const complete = drawn.filter(({ answers }) => answers.every((answer) => answer !== null));
  const table = tableOf(complete, policy.experts, "usd");
  const column = policy.experts.indexOf(reference);
  const replayed = replay(policy, table);
  const pairs = (outcome: (at: number) => number | null, of: Float64Array): PairedEvaluation =>
    pairedEvaluation(
      replayed.flatMap((_, at) => {
        const [own, other] = [outcome(at) ?? Number.NaN, of[cell(table, at, column)] ?? Number.NaN];
        return Number.isNaN(own) || Number.isNaN(other)
          ? []
          : [{ weight: 1, outcome: own, reference: other }];
      }),
    );
  return {
    success: pairs((at) => replayed[at]?.score ?? null, table.score),
    costUsd: pairs((at) => replayed[at]?.costUsd ?? null, table.costUsd),
    incomplete: drawn.length - complete.length,
  };
}
