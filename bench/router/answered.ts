import { cell, type OutcomeTable } from "../../src/router/learner/outcome-table.ts";

/** What one way to answer did on each test question; the reference's own numbers beside it. Unknown is NaN. */
export type Answered = {
  readonly score: number[];
  readonly cost: number[];
  readonly calls: number[];
  readonly referenceScore: number[];
  readonly referenceCost: number[];
};

export function emptyAnswered(): Answered {
  return { score: [], cost: [], calls: [], referenceScore: [], referenceCost: [] };
}

/** The answer of the last expert asked stands unless said otherwise; all of them are paid for. */
export type Way = { readonly asked: readonly number[]; readonly from?: number };

export function addAnswer(
  into: Answered,
  {
    table,
    row,
    reference,
  }: { readonly table: OutcomeTable; readonly row: number; readonly reference: number },
  { asked, from = asked.at(-1) ?? reference }: Way,
): void {
  into.score.push(table.score[cell(table, row, from)] ?? Number.NaN);
  into.cost.push(
    asked.reduce((sum, expert) => sum + (table.costUsd[cell(table, row, expert)] ?? Number.NaN), 0),
  );
  into.calls.push(asked.length);
  into.referenceScore.push(table.score[cell(table, row, reference)] ?? Number.NaN);
  into.referenceCost.push(table.costUsd[cell(table, row, reference)] ?? Number.NaN);
}

export type Summary = {
  readonly questions: number;
  readonly accuracy: number;
  /** Paired, less the reference. */
  readonly difference: number;
  readonly differenceInterval: readonly [number, number];
  /** Mean cost over the reference's on the questions where both are known; `null` when there is none. */
  readonly costShare: number | null;
  readonly costInterval: readonly [number, number] | null;
  readonly calls: number;
};

const Z_95 = 1.96;

export function summarise(answered: Answered): Summary {
  const differences = answered.score.map((score, at) => score - (answered.referenceScore[at] ?? Number.NaN));
  const known = differences.filter((one) => !Number.isNaN(one));
  const difference = meanOf(known);
  const half = Z_95 * Math.sqrt(varianceOf(known) / known.length);
  return {
    questions: answered.score.length,
    accuracy: meanOf(answered.score.filter((score) => !Number.isNaN(score))),
    difference,
    differenceInterval: [difference - half, difference + half],
    ...costOf(answered),
    calls: meanOf(answered.calls),
  };
}

/** A ratio of means: its error from the linearised rows (statistics of ratios, delta method). */
function costOf({ cost, referenceCost }: Answered): Pick<Summary, "costShare" | "costInterval"> {
  const rows = cost.flatMap((own, at) => {
    const other = referenceCost[at] ?? Number.NaN;
    return Number.isNaN(own) || Number.isNaN(other) ? [] : [{ own, other }];
  });
  if (rows.length === 0) return { costShare: null, costInterval: null };
  const base = meanOf(rows.map(({ other }) => other));
  const costShare = meanOf(rows.map(({ own }) => own)) / base;
  const errors = rows.map(({ own, other }) => (own - costShare * other) / base);
  const half = Z_95 * Math.sqrt(varianceOf(errors) / rows.length);
  return { costShare, costInterval: [costShare - half, costShare + half] };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
}
