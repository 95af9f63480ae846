import type { Judgement } from "./choose-candidate.ts";
import { evaluateCandidates, judgedRows, referenceOutcomes } from "./evaluate-candidates.ts";
import type { Candidates } from "./learn-candidates.ts";
import type { OutcomeTable } from "./outcome-table.ts";

/**
 * What every candidate and the reference did on rows they were not learnt from, one mean per group: copies of a question
 * are one observation, or a bound would be too sure of itself.
 */
export function judgeCandidates(candidates: Candidates, table: OutcomeTable, reference: number): Judgement {
  const judged = judgedRows(candidates);
  const groups = groupsOf(table, judged.rows);
  const outcomes = evaluateCandidates(candidates, table, judged);
  const own = referenceOutcomes(candidates, table, { rows: judged.rows, reference });
  return {
    lambdas: candidates.lambdas,
    outcomes: outcomes.map(({ score, cost, calls }) => ({
      score: meansOf(score, groups),
      cost: meansOf(cost, groups),
      calls: meansOf(calls, groups),
    })),
    reference: { score: meansOf(own.score, groups), cost: meansOf(own.cost, groups) },
    families: groups.map(([first]) => table.questions[judged.rows[first!]!]!.features.family),
    rows: judged.rows.length,
    costKnown: candidates.spending.known,
  };
}

/** Positions in `rows` of each group's members, in order of the first. */
function groupsOf(table: OutcomeTable, rows: Int32Array): readonly (readonly number[])[] {
  return [...Map.groupBy(rows.keys(), (at) => table.questions[rows[at]!]!.group).values()];
}

function meansOf(values: Float64Array, groups: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(
    groups,
    (members) => members.reduce((sum, at) => sum + values[at]!, 0) / members.length,
  );
}
