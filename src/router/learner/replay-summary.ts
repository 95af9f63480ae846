import { differenceInterval } from "../certificate/bounded-intervals.ts";
import { cell } from "./outcome-table.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import type { ReplayedRow } from "./replay.ts";

export type ReplaySummary = {
  readonly questions: number;
  /** Questions no expert of the policy had an outcome on; they count nowhere else. */
  readonly unanswered: number;
  readonly accuracy: number | null;
  readonly callsPerQuestion: number | null;
  /** Over the questions whose cost is known in full; `null` when there is none. */
  readonly costUsd: number | null;
  /** Of the reference's cost on the questions where both are known. */
  readonly costShare: number | null;
  readonly reference: {
    readonly expert: string;
    readonly accuracy: number | null;
    readonly costUsd: number | null;
  };
  /** Policy less reference on the questions where both have a score, with a 95 % interval (paired, guarded). */
  readonly difference: {
    readonly pairs: number;
    readonly mean: number;
    readonly lower: number;
    readonly upper: number;
  } | null;
};

/** Averages over replayed rows, beside what the reference alone would have done. */
export function summariseReplay(
  rows: readonly ReplayedRow[],
  table: OutcomeTable,
  reference: string,
): ReplaySummary {
  const column = table.experts.indexOf(reference);
  const at = (values: Float64Array, row: number): number =>
    column < 0 ? Number.NaN : values[cell(table, row, column)]!;
  const answered = rows.filter((row) => row.answerFrom !== null);
  const scores = answered.map((row) => row.score ?? Number.NaN);
  const referenceScores = answered.map(({ row }) => at(table.score, row));
  const differences = known(scores.map((score, i) => score - referenceScores[i]!));
  const both = answered.filter(
    (row) => known([(row.costUsd ?? Number.NaN) - at(table.costUsd, row.row)]).length > 0,
  );
  const spent = mean(both.map((row) => row.costUsd!));
  const referenceSpent = mean(both.map(({ row }) => at(table.costUsd, row)));
  return {
    questions: rows.length,
    unanswered: rows.length - answered.length,
    accuracy: mean(known(scores)),
    callsPerQuestion: mean(answered.map((row) => row.asked.length)),
    costUsd: mean(known(answered.map((row) => row.costUsd ?? Number.NaN))),
    costShare: spent === null || !referenceSpent ? null : spent / referenceSpent,
    reference: {
      expert: reference,
      accuracy: mean(known(referenceScores)),
      costUsd: mean(known(answered.map(({ row }) => at(table.costUsd, row)))),
    },
    difference: interval(differences),
  };
}

function interval(differences: readonly number[]): ReplaySummary["difference"] {
  const centre = mean(differences);
  if (centre === null || differences.length < 2) return null;
  const [lower, upper] = differenceInterval(differences);
  return { pairs: differences.length, mean: centre, lower, upper };
}

function known(values: readonly number[]): number[] {
  return values.filter((value) => !Number.isNaN(value));
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
