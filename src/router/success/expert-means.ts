import { cell } from "../learner/outcome-table.ts";
import type { TrainingRows } from "./success-model.ts";

/** Right and wrong answers that an expert nothing is known of is taken to have given. */
const PSEUDO_COUNT = 2;

/** Share right of each expert over the rows, drawn towards all experts' share where there are few; 1/2 where there is nothing. */
export function expertMeans({ table, rows }: TrainingRows): Float64Array {
  const experts = table.experts.length;
  const sum = new Float64Array(experts);
  const count = new Float64Array(experts);
  for (const row of rows) {
    for (let expert = 0; expert < experts; expert++) {
      const score = table.score[cell(table, row, expert)]!;
      if (Number.isNaN(score)) continue;
      sum[expert]! += score;
      count[expert]! += 1;
    }
  }
  const total = count.reduce((all, one) => all + one, 0);
  const overall = (sum.reduce((all, one) => all + one, 0) + PSEUDO_COUNT / 2) / (total + PSEUDO_COUNT);
  return sum.map((right, expert) => (right + PSEUDO_COUNT * overall) / (count[expert]! + PSEUDO_COUNT));
}

/** The rows' scores, row-major in the order of `rows`. */
export function scoresOf({ table, rows }: TrainingRows): Float64Array {
  const experts = table.experts.length;
  const scores = new Float64Array(rows.length * experts);
  rows.forEach((row, at) => {
    const from = cell(table, row, 0);
    scores.set(table.score.subarray(from, from + experts), at * experts);
  });
  return scores;
}
