import { expect, test } from "vitest";
import { extractFeatures } from "../../router/features/extract.ts";
import { EMPTY_VIEW } from "../../router/features/request-view.ts";
import type { OutcomeTable } from "../../router/learner/outcome-table.ts";
import { nearestNeighbours } from "./nearest-neighbours.ts";

const TEXTS = Array.from({ length: 400 }, (_, row) =>
  row % 2 === 0 ? `add the digits of ${row}` : `a poem on river ${row}`,
);

/** `sums` is right on even rows, `verse` on odd ones; row 0 is the exception nobody can foresee. */
const TABLE: OutcomeTable = {
  experts: ["sums", "verse"],
  questions: TEXTS.map((text, row) => ({
    id: `${row}`,
    group: `${row}`,
    features: extractFeatures({ ...EMPTY_VIEW, text }),
  })),
  score: Float64Array.from(TEXTS.flatMap((_, row) => (row === 0 ? [0, 1] : [1 - (row % 2), row % 2]))),
  costUsd: new Float64Array(800).fill(Number.NaN),
  latencyMs: new Float64Array(800).fill(Number.NaN),
  answerClass: new Int32Array(800).fill(-2),
};
const ALL = { table: TABLE, rows: Int32Array.from(TEXTS.keys()), seed: 1 };

test("similar questions say who will be right, and an unlike one gets the average", () => {
  const model = nearestNeighbours.fit(ALL);
  const predicted = new Float64Array(2);
  model.predict(extractFeatures({ ...EMPTY_VIEW, text: "add the digits of 1234" }), predicted);
  expect(predicted[0]).toBeGreaterThan(0.85);
  expect(predicted[1]).toBeLessThan(0.15);
  model.predict(extractFeatures({ ...EMPTY_VIEW, text: "" }), predicted);
  expect(predicted[0]).toBeCloseTo(0.5, 1);
});

test("a question is no neighbour of itself when it is left out", () => {
  const { leftOut } = nearestNeighbours.fitLeftOut(ALL);
  const without = ALL.rows.filter((row) => row !== 0);
  const elsewhere = new Float64Array(2);
  nearestNeighbours.fit({ ...ALL, rows: without }).predict(TABLE.questions[0]!.features, elsewhere);
  expect(leftOut[0]).toBeCloseTo(elsewhere[0]!, 2);
  expect(leftOut[0]).toBeGreaterThan(0.85);
});
