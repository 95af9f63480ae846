import { emptyScratch, emptyView, viewRequest } from "../sequential/plan-component.ts";
import { stepPlan } from "../sequential/plan.ts";
import type { PlanScratch, Plan } from "../sequential/plan.ts";
import type { PlanRows } from "../sequential/plan-rows.ts";
import type { Candidates } from "./learn-candidates.ts";
import { cell } from "./outcome-table.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import { planRows } from "./plan-outcomes.ts";

/** What one candidate did, one number per row. */
export type CandidateOutcomes = {
  readonly score: Float64Array;
  /** In USD, or calls where no cost is known. A cost that was not recorded counts as expected. */
  readonly cost: Float64Array;
  readonly calls: Uint8Array;
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
    calls: new Uint8Array(judged.rows.length),
  }));
  components.forEach(({ component, plans }, index) => {
    const positions = judged.component
      .keys()
      .filter((at) => judged.component[at] === index)
      .toArray();
    const rows = Int32Array.from(positions, (at) => judged.rows[at]!);
    const pool = component.columns;
    const view = emptyView(pool.length);
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
  const request = { ...rows, offset, available, surcharge: null };
  let [asked, cost, calls] = [0, 0, 0];
  for (;;) {
    const step = stepPlan(plan, { ...request, asked }, at.scratch);
    if (step.type === "answer")
      return { score: step.expert === null ? 0 : rows.score[offset + step.expert]!, cost, calls };
    asked |= 1 << step.expert;
    cost += rows.cost[offset + step.expert]!;
    calls++;
  }
}

/** The reference's own outcomes on the same rows. */
export function referenceOutcomes(
  table: OutcomeTable,
  rows: Int32Array,
  reference: number,
): { readonly score: Float64Array; readonly costUsd: Float64Array } {
  return {
    score: Float64Array.from(rows, (row) => table.score[cell(table, row, reference)]!),
    costUsd: Float64Array.from(rows, (row) => table.costUsd[cell(table, row, reference)]!),
  };
}
