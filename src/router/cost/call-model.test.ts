import { expect, test } from "vitest";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import { extractFeatures } from "../features/extract.ts";
import { EMPTY_VIEW } from "../features/request-view.ts";
import type { OutcomeTable } from "../learner/outcome-table.ts";
import { fitCallModel, restoreCallModel } from "./call-model.ts";
import type { CallModel } from "./call-model.ts";

const EXPERTS = ["metered", "flat", "free", "unpriced"];

test("what is expected is right on average on requests not seen, and grows with the request", () => {
  const table = calls(600);
  const model = fitCallModel(table, rowsOf(0, 300), table.costUsd);
  for (const expert of [0, 1]) {
    let expected = 0;
    let paid = 0;
    for (let row = 300; row < 600; row++) {
      expected += predicted(model, table, row)[expert]!;
      paid += table.costUsd[row * 4 + expert]!;
    }
    expect(expected / paid).toBeGreaterThan(0.9);
    expect(expected / paid).toBeLessThan(1.1);
  }
  const short = predicted(model, table, 300)[0]!;
  expect(predicted(model, table, 319)[0]!).toBeGreaterThan(3 * short);
});

test("an expert that costs nothing is expected to cost nothing, and one of unknown price is unknown", () => {
  const table = calls(100);
  const model = fitCallModel(table, rowsOf(0, 100), table.costUsd);
  expect(predicted(model, table, 0)[2]).toBe(0);
  expect(predicted(model, table, 0)[3]).toBeNaN();
});

test("few calls give their mean", () => {
  const table = calls(5);
  const model = fitCallModel(table, rowsOf(0, 5), table.costUsd);
  const mean = [0, 1, 2, 3, 4].reduce((sum, row) => sum + table.costUsd[row * 4]!, 0) / 5;
  expect(predicted(model, table, 0)[0]).toBeCloseTo(mean, 8);
});

test("a request far longer than any seen is expected to take no more than twice the most that was", () => {
  const table = calls(200);
  const model = fitCallModel(table, rowsOf(0, 200), table.latencyMs);
  const into = new Float64Array(4);
  model.predict(extractFeatures({ ...EMPTY_VIEW, text: "word ".repeat(1_000_000) }), into);
  expect(into[0]).toBeLessThanOrEqual(2.001 * Math.max(...table.latencyMs.filter((ms) => !Number.isNaN(ms))));
});

test("a model restored from its JSON expects the same, and another's state is refused", () => {
  const table = calls(100);
  const model = fitCallModel(table, rowsOf(0, 100), table.costUsd);
  const restored = restoreCallModel(JSON.parse(JSON.stringify(model.state())));
  expect(predicted(restored, table, 7)).toEqual(predicted(model, table, 7));
  expect(() => restoreCallModel({ shape: "", weights: [] })).toThrow(
    expect.objectContaining({ code: "invalid_policy" }),
  );
});

function predicted(model: CallModel, table: OutcomeTable, row: number): Float64Array {
  const into = new Float64Array(EXPERTS.length);
  model.predict(table.questions[row]!.features, into);
  return into;
}

function rowsOf(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, at) => from + at);
}

/** Row i is (i mod 20) + 1 sentences long; the metered expert's price follows it with noise of a factor. */
function calls(count: number): OutcomeTable {
  const draw = seededDraws(3);
  const noise = () => Math.exp((draw() + draw() + draw() - 1.5) * 1.2);
  const rows = Array.from({ length: count }, (_, row) => (row % 20) + 1);
  return {
    experts: EXPERTS,
    questions: rows.map((length, row) => ({
      id: `${row}`,
      group: `${row}`,
      features: extractFeatures({ ...EMPTY_VIEW, text: "How long is the river? ".repeat(length) }),
    })),
    score: new Float64Array(count * 4).fill(1),
    costUsd: Float64Array.from(
      rows.flatMap((length) => [0.001 * length * noise(), 0.02 * noise(), 0, Number.NaN]),
    ),
    latencyMs: Float64Array.from(rows.flatMap((length) => [100 * length * noise(), 5, 5, Number.NaN])),
    answerClass: new Int32Array(count * 4).fill(-2),
  };
}
