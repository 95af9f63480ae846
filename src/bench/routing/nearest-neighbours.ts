import type { Features } from "../../router/features/features.ts";
import { HASH_BINS } from "../../router/features/features.ts";
import { cell } from "../../router/learner/outcome-table.ts";
import type { SuccessModel, SuccessModelKind, TrainingRows } from "../../router/success/success-model.ts";

/** arXiv:2505.12601 and our own data: few neighbours lose to the best single model, about a hundred do not. */
const NEIGHBOURS = 100;
/** The guard: so many average questions stand beside the neighbours. */
const PSEUDO_COUNT = 8;

/**
 * The share right on the most similar questions, by cosine of hashed words. A baseline to be beaten: it keeps every
 * question it has seen, so no policy is made of it.
 */
export const nearestNeighbours: SuccessModelKind = {
  kind: "nearest neighbours",
  summary: "share right on similar questions",
  fit: (training) => modelOf(neighboursOf(training)),
  fitLeftOut(training) {
    const { table, rows } = training;
    const experts = table.experts.length;
    const ask = neighboursOf(training);
    const leftOut = new Float64Array(rows.length * experts);
    for (const [at, row] of rows.entries())
      ask(table.questions[row]!, leftOut.subarray(at * experts, (at + 1) * experts));
    return { model: modelOf(ask), leftOut };
  },
  restore() {
    throw new TypeError("The nearest neighbours are a baseline and are never stored.");
  },
};

/** Writes what the neighbours of a question did; those that are the question itself, by its group, are no neighbours. */
type Ask = (
  question: { readonly features: Features; readonly group: string | null },
  into: Float64Array,
) => void;

function modelOf(ask: Ask): SuccessModel {
  return { predict: (features, into) => ask({ features, group: null }, into), state: () => null };
}

function neighboursOf({ table, rows }: TrainingRows): Ask {
  const questions = Array.from(rows, (row) => table.questions[row]!);
  const postings = postingsOf(questions.map(({ features }) => features));
  const means = table.experts.map((_, expert) =>
    meanOf(rows, (row) => table.score[cell(table, row, expert)]!),
  );
  const similarity = new Float64Array(rows.length);
  return ({ features, group }, into) => {
    fillSimilarities(features, postings, similarity);
    if (group !== null)
      for (const [at, known] of questions.entries()) if (known.group === group) similarity[at] = 0;
    const nearest = mostSimilar(similarity);
    for (const [expert, mean] of means.entries()) {
      let [right, weight] = [PSEUDO_COUNT * mean, PSEUDO_COUNT];
      for (const at of nearest) {
        const score = table.score[cell(table, rows[at]!, expert)]!;
        if (Number.isNaN(score)) continue;
        right += similarity[at]! * score;
        weight += similarity[at]!;
      }
      into[expert] = right / weight;
    }
  };
}

/** Which questions have something in a bin, and how much: a query looks only where it has something itself. */
type Postings = readonly { readonly rows: number[]; readonly values: number[] }[];

function postingsOf(questions: readonly Features[]): Postings {
  const postings = Array.from({ length: HASH_BINS }, () => ({
    rows: [] as number[],
    values: [] as number[],
  }));
  for (const [row, { bins, values }] of questions.entries())
    for (let at = 0; at < bins.length; at++) {
      postings[bins[at]!]!.rows.push(row);
      postings[bins[at]!]!.values.push(values[at]!);
    }
  return postings;
}

function fillSimilarities(query: Features, postings: Postings, similarity: Float64Array): void {
  similarity.fill(0);
  for (let at = 0; at < query.bins.length; at++) {
    const { rows, values } = postings[query.bins[at]!]!;
    const weight = query.values[at]!;
    for (let index = 0; index < rows.length; index++) similarity[rows[index]!]! += weight * values[index]!;
  }
}

/** Rows with the highest similarities above zero. */
function mostSimilar(similarity: Float64Array): readonly number[] {
  const threshold = Math.max(0, similarity.toSorted().at(-NEIGHBOURS) ?? 0);
  const nearest: number[] = [];
  for (const [row, value] of similarity.entries())
    if (value > 0 && value >= threshold && nearest.length < NEIGHBOURS) nearest.push(row);
  return nearest;
}

function meanOf(rows: Int32Array, score: (row: number) => number): number {
  const known = Array.from(rows, score).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? 0.5 : known.reduce((sum, value) => sum + value, 0) / known.length;
}
