import { expect, test } from "vitest";
import { extractFeatures } from "../features/extract.ts";
import type { Features } from "../features/features.ts";
import { EMPTY_VIEW } from "../features/request-view.ts";
import { fillSimilarities, findNearest, indexQuestions, noneNearest } from "./question-index.ts";

const TEXTS = [
  "the river runs",
  "the river ran dry",
  "twelve and seven",
  "",
  "rivers run to the sea",
  "x".repeat(9),
];
const QUESTIONS = TEXTS.map((text) => extractFeatures({ ...EMPTY_VIEW, text }));

test("the index gives the cosine that comparing question by question gives", () => {
  const index = indexQuestions(QUESTIONS);
  const found = new Float64Array(QUESTIONS.length);
  for (const query of QUESTIONS) {
    fillSimilarities(index, query, found);
    QUESTIONS.forEach((other, at) => expect(found[at]).toBeCloseTo(cosine(query, other), 5));
  }
});

test("the nearest are the most similar ones, in order, and never those with nothing in common", () => {
  const nearest = noneNearest(3);
  findNearest(Float64Array.of(0.1, 0.5, 0, -0.4, 0.3, 0.2), nearest);
  expect([...nearest.question.subarray(0, nearest.count)]).toEqual([1, 4, 5]);
  expect([...nearest.similarity]).toEqual([0.5, 0.3, 0.2]);
  findNearest(Float64Array.of(0, 0.7, 0), nearest);
  expect([...nearest.question.subarray(0, nearest.count)]).toEqual([1]);
});

test("a prompt that uses every bin is remembered by as many of them as any other", () => {
  const all = Uint16Array.from({ length: 4096 }, (_, bin) => bin);
  const values = Float32Array.from(all, (bin) => (bin === 9 ? 0.5 : Math.sqrt(0.75 / 4095)));
  const index = indexQuestions([{ ...QUESTIONS[0]!, bins: all, values }]);
  expect(index.postings.value).toHaveLength(1_024);
  expect(index.postings.start[10]! - index.postings.start[9]!).toBe(1);
});

function cosine(left: Features, right: Features): number {
  let sum = 0;
  left.bins.forEach((bin, at) => {
    const other = right.bins.indexOf(bin);
    if (other >= 0) sum += left.values[at]! * right.values[other]!;
  });
  return sum;
}
