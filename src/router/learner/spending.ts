import { AppError } from "../../core/app-error.ts";
import { expectedUsd, fitCostLine } from "../sequential/cost-model.ts";
import type { CostModel } from "../sequential/cost-model.ts";
import { cell } from "./outcome-table.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import type { PolicyObjective } from "./policy-artefact.ts";

/** What a call costs, in the objective's eyes: money, and time where the objective prices it. */
export type Spending = {
  /** False when no cost is known at all: then each call counts as one. */
  readonly known: boolean;
  readonly usdPerSecond: number;
};

/** Throws `cost_unknown` where the objective cannot do without. */
export function spendingOf(table: OutcomeTable, objective: PolicyObjective): Spending {
  const priced = table.experts.map((_, k) => hasKnown(table, table.costUsd, k));
  const unpriced = table.experts.filter((_, k) => !priced[k]);
  const usdPerSecond =
    objective.type === "weigh" && objective.secondsPerCorrect !== null
      ? objective.usdPerCorrect / objective.secondsPerCorrect
      : 0;
  if (unpriced.length === 0) return { known: true, usdPerSecond };
  if (objective.type === "match" && !priced.includes(true)) return { known: false, usdPerSecond };
  throw new AppError(
    "cost_unknown",
    `The objective \`${objective.type}\` needs costs, and there is none for ${listed(unpriced)}`,
    { hint: "Give their prices with `--prices`, or leave them out with `--models`." },
  );
}

/** Fits expected costs on `rows`, for the experts of a pool. */
export function fitCosts(
  table: OutcomeTable,
  rows: Int32Array,
  of: { readonly pool: readonly number[]; readonly reference: number; readonly spending: Spending },
): CostModel {
  const { pool, reference, spending } = of;
  if (!spending.known)
    return {
      baseUsd: pool.map(() => 1),
      usdPerToken: pool.map(() => 0),
      extraUsd: pool.map(() => 0),
      unitUsd: 1,
    };
  const tokens = Float64Array.from(rows, (row) => table.questions[row]!.features.inputTokensEstimate);
  const lines = pool.map((k) =>
    fitCostLine(
      tokens,
      Float64Array.from(rows, (row) => table.costUsd[cell(table, row, k)]!),
    ),
  );
  const model = {
    baseUsd: lines.map((line) => line?.base ?? 0),
    usdPerToken: lines.map((line) => line?.slope ?? 0),
    extraUsd: pool.map((k) => spending.usdPerSecond * meanSeconds(table, rows, k)),
  };
  const at = pool.indexOf(reference);
  let total = 0;
  for (const count of tokens) total += expectedUsd({ ...model, unitUsd: 1 }, at, count);
  const unit = total / tokens.length + model.extraUsd[at]!;
  // A reference that costs nothing: λ then counts in whole dollars, and no saving is possible.
  return { ...model, unitUsd: unit > 0 ? unit : 1 };
}

function meanSeconds(table: OutcomeTable, rows: Int32Array, expert: number): number {
  let [sum, n] = [0, 0];
  for (const row of rows) {
    const ms = table.latencyMs[cell(table, row, expert)]!;
    if (!Number.isNaN(ms)) [sum, n] = [sum + ms / 1000, n + 1];
  }
  return n === 0 ? 0 : sum / n;
}

function hasKnown(table: OutcomeTable, values: Float64Array, expert: number): boolean {
  for (let row = 0; row < table.questions.length; row++)
    if (!Number.isNaN(values[cell(table, row, expert)]!)) return true;
  return false;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(", ");
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}
