import { fitAnswerPosterior } from "../sequential/fit-answer-posterior.ts";
import { fitPlan } from "../sequential/fit-plan.ts";
import { posteriorLayout } from "../sequential/answer-posterior.ts";
import type { Plan } from "../sequential/plan.ts";
import type { PlanComponent } from "../sequential/plan-component.ts";
import { setTables } from "../sequential/plan-tables.ts";
import type { SuccessModelKind } from "../success/success-model.ts";
import { choosePool } from "./choose-pool.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import { planRows } from "./plan-outcomes.ts";
import { fitCosts, pricedExperts } from "./spending.ts";
import type { Spending } from "./spending.ts";

export type ComponentOptions = {
  readonly reference: number;
  readonly callsMax: number;
  readonly kind: SuccessModelKind;
  readonly seed: number;
  readonly spending: Spending;
  /** Share right that the reference's mean cost has to bring, one plan each. */
  readonly lambdas: (unitUsd: number) => readonly number[];
};

/** A component with one plan per λ, learnt from `rows` and nothing else. */
export type FittedComponent = { readonly component: PlanComponent; readonly plans: readonly Plan[] };

export function fitComponent(
  table: OutcomeTable,
  rows: Int32Array,
  options: ComponentOptions,
): FittedComponent {
  const { reference, callsMax, kind, seed, spending, lambdas } = options;
  const everyone = table.experts.map((_, k) => k);
  const priced = pricedExperts(table, rows, spending);
  const costs = fitCosts(table, rows, { pool: priced, reference, spending });
  const { model: success, leftOut } = kind.fitLeftOut({ table, rows, seed });
  const left = Array.from(rows.keys()).filter((at) => !Number.isNaN(leftOut[at * everyone.length]!));
  const learntRows = Int32Array.from(left, (at) => rows[at]!);
  const predictions = (of: readonly number[]): Float64Array =>
    Float64Array.from(left.flatMap((at) => of.map((k) => leftOut[at * everyone.length + k]!)));
  const all = { pool: priced, cost: costs, spending, predicted: predictions(priced) };
  const chosen = choosePool(planRows(table, learntRows, all), priced.indexOf(reference));
  const pool = chosen.map((k) => priced[k]!);
  const cost = fitCosts(table, rows, { pool, reference, spending });
  const learnt = planRows(table, learntRows, { pool, cost, spending, predicted: predictions(pool) });
  const { weights } = fitAnswerPosterior(learnt, seed);
  const vote = {
    weights,
    layout: posteriorLayout(pool.length),
    experts: pool.length,
    reference: pool.indexOf(reference),
  };
  const sets = setTables(learnt, vote, Math.min(callsMax, pool.length));
  return {
    component: { pool, success, experts: everyone.length, cost, vote },
    plans: lambdas(cost.unitUsd).map((lambda) => ({ vote, lambda, gains: fitPlan(learnt, sets, lambda) })),
  };
}
