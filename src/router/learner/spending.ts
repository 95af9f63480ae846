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

/** Of an expert's graded answers; with fewer the others would be guessed from the few. */
const PRICED_SHARE_MIN = 0.5;

/** Throws `cost_unknown` where the objective cannot do without. */
export function spendingOf(table: OutcomeTable, objective: PolicyObjective): Spending {
  const usdPerSecond =
    objective.type === "weigh" && objective.secondsPerCorrect !== null
      ? objective.usdPerCorrect / objective.secondsPerCorrect
      : 0;
  const spending = { known: true, usdPerSecond };
  const priced = table.experts.map((_, k) => pricedShare(table, k, spending));
  const unpriced = table.experts.filter((_, k) => priced[k]! < PRICED_SHARE_MIN);
  if (unpriced.length === 0) return spending;
  if (objective.type === "match" && priced.every((known) => known === 0))
    return { known: false, usdPerSecond };
  throw new AppError(
    "cost_unknown",
    `The objective \`${objective.type}\` needs costs, and there are none, or for less than half of the answers, of ${listed(unpriced)}`,
    { hint: "Give their prices with `--prices`, or leave them out with `--models`." },
  );
}

/** Fits expected costs on `rows`, for experts that are priced there. */
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
  const lines = pool.map((k) => {
    const line = fitCostLine(
      tokens,
      Float64Array.from(rows, (row) => table.costUsd[cell(table, row, k)]!),
    );
    if (line !== null) return line;
    throw new AppError(
      "cost_unknown",
      `There is no cost of ${table.experts[k]} on the questions learnt from`,
    );
  });
  const model = {
    baseUsd: lines.map((line) => line.base),
    usdPerToken: lines.map((line) => line.slope),
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

/** Of the graded answers; `NaN` where there is none, and nobody has to pay for it. */
function pricedShare(table: OutcomeTable, expert: number, spending: Spending): number {
  let [graded, priced] = [0, 0];
  for (let row = 0; row < table.questions.length; row++) {
    const at = cell(table, row, expert);
    if (Number.isNaN(table.score[at]!)) continue;
    graded++;
    if (isPriced(table, at, spending)) priced++;
  }
  return priced / graded;
}

/** Experts whose cost is known on some of these rows: of others a component would not know what a call costs. */
export function pricedExperts(table: OutcomeTable, rows: Int32Array, spending: Spending): readonly number[] {
  const all = Array.from(table.experts.keys());
  if (!spending.known) return all;
  return all.filter((k) => rows.some((row) => isPriced(table, cell(table, row, k), spending)));
}

function isPriced(table: OutcomeTable, at: number, { usdPerSecond }: Spending): boolean {
  return !Number.isNaN(table.costUsd[at]!) && (usdPerSecond === 0 || !Number.isNaN(table.latencyMs[at]!));
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(", ");
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}
