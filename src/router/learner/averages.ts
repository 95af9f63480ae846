import type { ReferenceState } from "../sequential/reference-policy.ts";
import { cell } from "./outcome-table.ts";
import type { OutcomeTable } from "./outcome-table.ts";

/** The state of a policy that asks the reference alone: everybody's averages are all it predicts. */
export function averagesOf(table: OutcomeTable, reference: number): ReferenceState {
  return {
    kind: "reference",
    reference,
    success: table.experts.map((_, k) => meanKnown(table, table.score, k)),
    costUsd: table.experts.map((_, k) => meanKnown(table, table.costUsd, k)),
  };
}

function meanKnown(table: OutcomeTable, values: Float64Array, expert: number): number | null {
  let [sum, n] = [0, 0];
  for (let row = 0; row < table.questions.length; row++) {
    const value = values[cell(table, row, expert)]!;
    if (!Number.isNaN(value)) [sum, n] = [sum + value, n + 1];
  }
  return n === 0 ? null : sum / n;
}
