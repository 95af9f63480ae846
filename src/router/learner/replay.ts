import { cell } from "./outcome-table.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import { dealOfId } from "../sequential/deal.ts";
import type { Prospect, SeenAnswer, SequentialPolicy } from "../sequential/sequential-policy.ts";

/** What a policy would have done with one recorded question. */
export type ReplayedRow = {
  readonly row: number;
  readonly id: string;
  readonly asked: readonly string[];
  /** `null` when no expert had a recorded outcome. */
  readonly answerFrom: string | null;
  /** Predicted P(right) of each of the policy's experts before anyone was asked. */
  readonly predicted: Readonly<Record<string, number>>;
  readonly score: number | null;
  /** Sum over the calls; `null` when the cost of one is unknown. */
  readonly costUsd: number | null;
};

/** Runs a policy over recorded outcomes. An expert without an outcome on a question cannot be asked there. */
export function replayRow(policy: SequentialPolicy, table: OutcomeTable, row: number): ReplayedRow {
  const columns = policy.experts.map((name) => table.experts.indexOf(name));
  return replayOne(policy, table, { row, columns });
}

export function replay(
  policy: SequentialPolicy,
  table: OutcomeTable,
  rows: Iterable<number> = table.questions.keys(),
): readonly ReplayedRow[] {
  const columns = policy.experts.map((name) => table.experts.indexOf(name));
  return Array.from(rows, (row) => replayOne(policy, table, { row, columns }));
}

function replayOne(
  policy: SequentialPolicy,
  table: OutcomeTable,
  at: { readonly row: number; readonly columns: readonly number[] },
): ReplayedRow {
  const cells = at.columns.map((column) => (column < 0 ? -1 : cell(table, at.row, column)));
  const available = cells.map((index) => index >= 0 && !Number.isNaN(table.score[index]!));
  const question = table.questions[at.row]!;
  const prospect: Prospect = {
    features: question.features,
    deal: question.deal ?? dealOfId(question.id),
    available,
    costUsd: new Float64Array(cells.length).fill(Number.NaN),
  };
  const { success } = policy.predict(prospect);
  const predicted = Object.fromEntries(policy.experts.map((name, k) => [name, success[k]!]));
  const seen: SeenAnswer[] = [];
  let answer: number | null = null;
  while (available.includes(true)) {
    const step = policy.next(prospect, seen);
    if (step.type === "answer") {
      answer = seen[step.index]!.expert;
      break;
    }
    const index = cells[step.expert]!;
    seen.push({ expert: step.expert, answer: table.answerClass[index]!, passed: null });
  }
  const cost = seen.reduce((sum, { expert }) => sum + table.costUsd[cells[expert]!]!, 0);
  return {
    row: at.row,
    id: question.id,
    asked: seen.map(({ expert }) => policy.experts[expert]!),
    answerFrom: answer === null ? null : policy.experts[answer]!,
    predicted,
    score: answer === null ? null : table.score[cells[answer]!]!,
    costUsd: answer === null || Number.isNaN(cost) ? null : cost,
  };
}
