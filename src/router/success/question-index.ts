import { HASH_BINS } from "../features/features.ts";
import type { Features } from "../features/features.ts";
import { sparseRows, transpose } from "./sparse-rows.ts";
import type { SparseRows } from "./sparse-rows.ts";

/** Strongest hashes that a question is remembered by: bounds what a search costs however long prompts are. */
const BINS_KEPT_MAX = 1_024;

/** Remembered questions by what is in them: a search looks only where the question itself has something. */
export type QuestionIndex = {
  readonly count: number;
  /** One row per bin, one column per question. */
  readonly postings: SparseRows;
};

export function indexQuestions(questions: readonly Features[]): QuestionIndex {
  const capacity = Int32Array.from(questions, ({ bins }) => bins.length);
  const remembered = sparseRows(capacity, (row, put) => {
    const { bins, values } = questions[row]!;
    const least = values.map(Math.abs).toSorted().at(-BINS_KEPT_MAX) ?? 0;
    const kept = Array.from(values.keys())
      .filter((at) => Math.abs(values[at]!) >= least)
      .slice(0, BINS_KEPT_MAX);
    const length = Math.hypot(...kept.map((at) => values[at]!));
    for (const at of kept) put(bins[at]!, values[at]! / length);
  });
  return { count: questions.length, postings: transpose(remembered, HASH_BINS) };
}

/** Writes the cosine with each remembered question. */
export function fillSimilarities({ postings }: QuestionIndex, features: Features, into: Float64Array): void {
  const { start, column, value } = postings;
  const { bins, values } = features;
  into.fill(0);
  for (let at = 0; at < bins.length; at++) {
    const bin = bins[at]!;
    const weight = values[at]!;
    for (let entry = start[bin]!; entry < start[bin + 1]!; entry++)
      into[column[entry]!]! += weight * value[entry]!;
  }
}

/** The most similar questions found by one search after another: nothing is allocated for a search. */
export type Nearest = { readonly question: Int32Array; readonly similarity: Float64Array; count: number };

export function noneNearest(most: number): Nearest {
  return { question: new Int32Array(most), similarity: new Float64Array(most), count: 0 };
}

/** Fills in the questions of the highest similarities above 0, the most similar first. */
export function findNearest(similarities: Float64Array, nearest: Nearest): void {
  const { question, similarity } = nearest;
  nearest.count = 0;
  for (let row = 0; row < similarities.length; row++) {
    const own = similarities[row]!;
    if (own <= 0) continue;
    const full = nearest.count === question.length;
    if (full && own <= similarity[nearest.count - 1]!) continue;
    let place = full ? nearest.count - 1 : nearest.count++;
    for (; place > 0 && similarity[place - 1]! < own; place--) {
      similarity[place] = similarity[place - 1]!;
      question[place] = question[place - 1]!;
    }
    similarity[place] = own;
    question[place] = row;
  }
}
