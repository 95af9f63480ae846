import type { OutcomeTable } from "./outcome-table.ts";

/** The same rows with fewer experts, in the order of `pool`. */
export function poolTable(table: OutcomeTable, pool: readonly number[]): OutcomeTable {
  if (pool.length === table.experts.length && pool.every((k, at) => k === at)) return table;
  const picked = <T extends Float64Array | Int32Array>(from: T, into: T): T => {
    for (let row = 0; row < table.questions.length; row++)
      for (let at = 0; at < pool.length; at++)
        into[row * pool.length + at] = from[row * table.experts.length + pool[at]!]!;
    return into;
  };
  const size = table.questions.length * pool.length;
  return {
    experts: pool.map((k) => table.experts[k]!),
    questions: table.questions,
    score: picked(table.score, new Float64Array(size)),
    costUsd: picked(table.costUsd, new Float64Array(size)),
    latencyMs: picked(table.latencyMs, new Float64Array(size)),
    answerClass: picked(table.answerClass, new Int32Array(size)),
  };
}

/** The same rows without task tags: what a gateway sees that is sent none. */
export function withoutFamilies(table: OutcomeTable): OutcomeTable {
  const questions = table.questions.map((question) => ({
    ...question,
    features: { ...question.features, family: null },
  }));
  return { ...table, questions };
}
