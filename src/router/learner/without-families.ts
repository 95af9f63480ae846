import type { OutcomeTable } from "./outcome-table.ts";

/** The same rows without task tags: what a gateway sees that is sent none. */
export function withoutFamilies(table: OutcomeTable): OutcomeTable {
  const questions = table.questions.map((question) => ({
    ...question,
    features: { ...question.features, family: null },
  }));
  return { ...table, questions };
}
