import {
  ANSWERS_UNKNOWN,
  cell,
  NO_ANSWER,
  type OutcomeTable,
  type Question,
} from "../../router/learner/outcome-table.ts";
import type { PairedRow, VerifiedAnswer } from "./pair-rows.ts";

/** What a request is taken to cost: dollars, or, as long as a price is unknown, what this machine can measure. */
export type CostBasis = "usd" | "energy" | "time";

/** Dollars when every expert has a price, else energy when it is metered for every expert, else time. */
export function costBasisOf(rows: readonly PairedRow[], experts: readonly string[]): CostBasis {
  const known = (value: (answer: VerifiedAnswer) => number | null) =>
    experts.every((_, expert) =>
      rows.some((row) => {
        const answer = row.answers[expert];
        return answer !== null && answer !== undefined && value(answer) !== null;
      }),
    );
  if (known((answer) => answer.costNanoUsd)) return "usd";
  return known((answer) => answer.energyMj) ? "energy" : "time";
}

const NANO_USD_PER_USD = 1e9;
const MJ_PER_JOULE = 1_000;
const US_PER_S = 1e6;
const US_PER_MS = 1_000;

/** Dollars, joules or seconds, as the basis says; NaN when unknown. */
function costOf(answer: VerifiedAnswer, basis: CostBasis): number {
  if (basis === "usd") return scaled(answer.costNanoUsd, NANO_USD_PER_USD);
  if (basis === "energy") return scaled(answer.energyMj, MJ_PER_JOULE);
  return scaled(answer.totalUs, US_PER_S);
}

function scaled(value: number | null, unit: number): number {
  return value === null ? Number.NaN : value / unit;
}

/**
 * The rows as the learner reads them. An answer no verdict could be read from is worth nothing to who asked, so it is
 * a 0 here; an expert that was not asked is NaN.
 */
export function tableOf(
  rows: readonly PairedRow[],
  experts: readonly string[],
  basis: CostBasis,
): OutcomeTable {
  const cells = rows.length * experts.length;
  const table = {
    experts,
    questions: rows.map((row): Question => ({
      id: row.requestId,
      group: row.requestId,
      features: row.features,
      deal: row.deal,
    })),
    score: new Float64Array(cells).fill(Number.NaN),
    costUsd: new Float64Array(cells).fill(Number.NaN),
    latencyMs: new Float64Array(cells).fill(Number.NaN),
    answerClass: new Int32Array(cells).fill(ANSWERS_UNKNOWN),
  };
  for (const [index, row] of rows.entries()) {
    const classes = answerClasses(row.answers);
    for (const [expert, answer] of row.answers.entries()) {
      const at = cell(table, index, expert);
      table.answerClass[at] = classes[expert] ?? ANSWERS_UNKNOWN;
      if (answer === null) continue;
      table.score[at] = answer.score ?? 0;
      table.costUsd[at] = costOf(answer, basis);
      table.latencyMs[at] = scaled(answer.totalUs, US_PER_MS);
    }
  }
  return table;
}

/** Equal answer keys are equal answers; a row of which no key was kept says nothing about agreement. */
function answerClasses(answers: PairedRow["answers"]): readonly number[] {
  const keys = new Map<string, number>();
  const classes = answers.map((answer) => {
    const key = answer?.answerKey ?? null;
    if (key === null) return NO_ANSWER;
    const known = keys.get(key) ?? keys.size;
    keys.set(key, known);
    return known;
  });
  return keys.size === 0 ? answers.map(() => ANSWERS_UNKNOWN) : classes;
}
