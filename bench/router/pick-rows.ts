import type { OutcomeTable } from "../../src/router/learner/outcome-table.ts";

/** The same table with these rows alone, in their order. */
export function pickRows(table: OutcomeTable, rows: Int32Array): OutcomeTable {
  const experts = table.experts.length;
  const pick = <Values extends Float64Array | Int32Array>(values: Values, into: Values): Values => {
    for (const [at, row] of rows.entries())
      into.set(values.subarray(row * experts, (row + 1) * experts), at * experts);
    return into;
  };
  const cells = rows.length * experts;
  return {
    experts: table.experts,
    questions: Array.from(rows, (row) => table.questions[row]).filter((question) => question !== undefined),
    score: pick(table.score, new Float64Array(cells)),
    costUsd: pick(table.costUsd, new Float64Array(cells)),
    latencyMs: pick(table.latencyMs, new Float64Array(cells)),
    answerClass: pick(table.answerClass, new Int32Array(cells)),
  };
}

/** The same questions with the benchmark's label as their tag. */
export function withFamilies(table: OutcomeTable, labels: readonly string[]): OutcomeTable {
  const questions = table.questions.map((question, row) => ({
    ...question,
    features: { ...question.features, family: labels[row] ?? null },
  }));
  return { ...table, questions };
}
