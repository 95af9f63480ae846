import { boundedLogit } from "../sequential/plan-rows.ts";
import type { PlanRows } from "../sequential/plan-rows.ts";
import { expectedUnits } from "../sequential/plan-component.ts";
import type { CostModel } from "../sequential/cost-model.ts";
import { cell } from "./outcome-table.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import type { Spending } from "./spending.ts";

/** Rows of a table in the order of a pool of experts, in units of the reference's cost. */
export function planRows(
  table: OutcomeTable,
  rows: Int32Array,
  of: {
    readonly pool: readonly number[];
    readonly cost: CostModel;
    readonly spending: Spending;
    /** P(right) per row and expert of the pool. */
    readonly predicted: Float64Array;
  },
): PlanRows {
  const { pool, cost, spending, predicted } = of;
  const size = rows.length * pool.length;
  const made = {
    count: rows.length,
    experts: pool.length,
    score: new Float64Array(size),
    answer: new Int32Array(size),
    logit: predicted.map(boundedLogit),
    cost: new Float64Array(size),
    expectedCost: new Float64Array(size),
  };
  for (let i = 0; i < rows.length; i++) {
    const { inputTokensEstimate } = table.questions[rows[i]!]!.features;
    for (let k = 0; k < pool.length; k++) {
      const at = i * pool.length + k;
      const from = cell(table, rows[i]!, pool[k]!);
      made.score[at] = table.score[from]!;
      made.answer[at] = table.answerClass[from]!;
      made.expectedCost[at] = expectedUnits(cost, k, inputTokensEstimate);
      made.cost[at] = realisedUnits(table, from, { cost, spending }) ?? made.expectedCost[at];
    }
  }
  return made;
}

function realisedUnits(
  table: OutcomeTable,
  from: number,
  of: { readonly cost: CostModel; readonly spending: Spending },
): number | null {
  if (!of.spending.known) return 1;
  const seconds = of.spending.usdPerSecond === 0 ? 0 : table.latencyMs[from]! / 1000;
  const usd = table.costUsd[from]! + of.spending.usdPerSecond * seconds;
  return Number.isNaN(usd) ? null : usd / of.cost.unitUsd;
}
