import { emptyScratch, emptyView, viewRequest } from "../sequential/plan-component.ts";
import { fallbackOf } from "../sequential/stopgap.ts";
import { stepPlan } from "../sequential/plan.ts";
import type { PlanScratch, Plan } from "../sequential/plan.ts";
import type { PlanRows } from "../sequential/plan-rows.ts";
import type { Candidates } from "./learn-candidates.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import { planRows } from "./plan-outcomes.ts";

/** What one candidate did, one number per row. */
export type CandidateOutcomes = {
  readonly score: Float64Array;
  /** In USD, or calls where no cost is known. A cost that was not recorded counts as expected. */
  readonly cost: Float64Array;
  readonly calls: Float64Array;
};

export type JudgedRows = { readonly rows: Int32Array; readonly component: Uint8Array };

/** Every row with the component that has not seen it. */
export function judgedRows({ components }: Candidates): JudgedRows {
  const pairs = components.flatMap(({ judged }, component) =>
    Array.from(judged, (row) => ({ row, component })),
  );
  pairs.sort((a, b) => a.row - b.row);
  return {
    rows: Int32Array.from(pairs, ({ row }) => row),
    component: Uint8Array.from(pairs, ({ component }) => component),
  };
}

/** Runs every candidate on recorded rows: predictions are made once per row, whatever the number of candidates. */
export function evaluateCandidates(
  { components, lambdas, spending }: Candidates,
  table: OutcomeTable,
  judged: JudgedRows,
): readonly CandidateOutcomes[] {
  const outcomes = lambdas.map(() => ({
    score: new Float64Array(judged.rows.length),
    cost: new Float64Array(judged.rows.length),
    calls: new Float64Array(judged.rows.length),
  }));
  components.forEach(({ component, plans }, index) => {
    const positions = judged.component
      .keys()
      .filter((at) => judged.component[at] === index)
      .toArray();
    const rows = Int32Array.from(positions, (at) => judged.rows[at]!);
    const { pool } = component;
    const view = emptyView(component);
    const scratch = emptyScratch(pool.length);
    const predicted = new Float64Array(rows.length * pool.length);
    rows.forEach((row, at) => {
      viewRequest(component, table.questions[row]!.features, view);
      predicted.set(view.success, at * pool.length);
    });
    const own = planRows(table, rows, { pool, cost: component.cost, spending, predicted });
    plans.forEach((plan, candidate) => {
      for (let at = 0; at < rows.length; at++) {
        const { score, cost, calls } = runPlan(plan, own, { row: at, scratch });
        const into = positions[at]!;
        outcomes[candidate]!.score[into] = score;
        outcomes[candidate]!.cost[into] = cost * component.cost.unitUsd;
        outcomes[candidate]!.calls[into] = calls;
      }
    });
  });
  return outcomes;
}

function runPlan(
  plan: Plan,
  rows: PlanRows,
  at: { readonly row: number; readonly scratch: PlanScratch },
): { readonly score: number; readonly cost: number; readonly calls: number } {
  const offset = at.row * rows.experts;
  let available = 0;
  for (let k = 0; k < rows.experts; k++) if (!Number.isNaN(rows.score[offset + k]!)) available |= 1 << k;
  const request = { ...rows, offset, available };
  const order: number[] = [];
  let [asked, cost] = [0, 0];
  for (;;) {
    const step = stepPlan(plan, { ...request, asked }, at.scratch);
    if (step.type === "answer" && order.length > 0) {
      const standing = step.expert ?? order[fallbackOf(plan.vote.reference, order)]!;
      return { score: rows.score[offset + standing]!, cost, calls: order.length };
    }
    // As it is served: where the plan has nobody to ask the reference is.
    const expert = step.type === "ask" ? step.expert : plan.vote.reference;
    order.push(expert);
    asked |= 1 << expert;
    cost += rows.cost[offset + expert]!;
  }
}

/** The reference's own outcomes on the same rows; a cost that was not recorded counts as expected. */
export function referenceOutcomes(
  { components, spending }: Candidates,
  table: OutcomeTable,
  of: { readonly rows: Int32Array; readonly reference: number },
): { readonly score: Float64Array; readonly cost: Float64Array } {
  const { pool, cost } = components[0]!.component;
  const at = pool.indexOf(of.reference);
  const predicted = new Float64Array(of.rows.length * pool.length).fill(0.5);
  const own = planRows(table, of.rows, { pool, cost, spending, predicted });
  const column = (values: Float64Array): Float64Array =>
    Float64Array.from(of.rows, (_, row) => values[row * pool.length + at]!);
  return { score: column(own.score), cost: column(own.cost).map((units) => units * cost.unitUsd) };
}
