import { expect, test } from "vitest";
import { extractFeatures } from "../features/extract.ts";
import { EMPTY_VIEW } from "../features/request-view.ts";
import type { OutcomeTable } from "../learner/outcome-table.ts";
import { knnLearner } from "./knn.ts";
import type { Scorer } from "./learner.ts";
import { logistic } from "./log-odds.ts";

const SHARP = 3;

test("similar questions say who will be right", () => {
  const scorer = fitted(table(400));
  expect(chances(scorer, { text: "add the digits of 1234" })).toEqual([above(0.8), below(0.2)]);
  expect(chances(scorer, { text: "a poem on river 77" })).toEqual([below(0.2), above(0.8)]);
});

test("where no question is near, the family's share speaks, and without a family the whole's", () => {
  const scorer = fitted(table(400));
  const unlike = "Wo fließt die Donau?";
  expect(chances(scorer, { text: unlike, family: "sums" })).toEqual([above(0.8), below(0.2)]);
  expect(chances(scorer, { text: unlike, family: "verse" })).toEqual([below(0.2), above(0.8)]);
  for (const chance of chances(scorer, { text: unlike })) expect(Math.abs(chance - 0.5)).toBeLessThan(0.1);
});

test("a neighbour that an expert was not asked on says nothing of it", () => {
  const known = table(400);
  const score = known.score.map((value, at) => (at % 2 === 1 && at > 8 ? Number.NaN : value));
  const [asked, unasked] = chances(fitted({ ...known, score }), { text: "add the digits of 1234" });
  expect(asked).toBeGreaterThan(0.8);
  expect(Math.abs(unasked! - 0.5)).toBeLessThan(0.25);
});

test("no more than 4,000 questions are remembered, and the same ones each time", () => {
  const many = table(4_500);
  const state = JSON.stringify(fitted(many).state());
  expect(JSON.parse(state).questions).toHaveLength(4_000);
  expect(JSON.stringify(fitted(many).state())).toBe(state);
});

test("a remembered question that cannot be read is refused", () => {
  const state = JSON.parse(JSON.stringify(fitted(table(60)).state()));
  state.questions[7] = "f1.x";
  expect(() => knnLearner.restore(state, 2)).toThrow(expect.objectContaining({ code: "invalid_policy" }));
});

function fitted(from: OutcomeTable): Scorer {
  const rows = Int32Array.from(from.questions.keys());
  return knnLearner.prepare({ table: from, rows, seed: 1 }).fit(rows)(SHARP).scorer();
}

function chances(scorer: Scorer, view: Partial<typeof EMPTY_VIEW>): readonly number[] {
  const into = new Float64Array(2);
  scorer.score(extractFeatures({ ...EMPTY_VIEW, ...view }), into);
  return Array.from(into, logistic);
}

const above = (limit: number) => expect.toSatisfy((chance: number) => chance > limit, `above ${limit}`);
const below = (limit: number) => expect.toSatisfy((chance: number) => chance < limit, `below ${limit}`);

const even = (row: number): boolean => row % 2 === 0;

/** The first expert is right on sums, the second on verse. */
function table(count: number): OutcomeTable {
  const rows = Array.from({ length: count }, (_, row) => row);
  return {
    experts: ["sums", "verse"],
    questions: rows.map((row) => ({
      id: `${row}`,
      group: `${row}`,
      features: extractFeatures({
        ...EMPTY_VIEW,
        family: even(row) ? "sums" : "verse",
        text: even(row) ? `add the digits of ${row}` : `a poem on river ${row}`,
      }),
    })),
    score: Float64Array.from(rows.flatMap((row) => [Number(even(row)), Number(!even(row))])),
    costUsd: new Float64Array(2 * count).fill(Number.NaN),
    latencyMs: new Float64Array(2 * count).fill(Number.NaN),
    answerClass: new Int32Array(2 * count).fill(-2),
  };
}
