import { expect, test } from "vitest";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import { extractFeatures } from "../features/extract.ts";
import { EMPTY_VIEW } from "../features/request-view.ts";
import { cell } from "../learner/outcome-table.ts";
import type { OutcomeTable } from "../learner/outcome-table.ts";
import type { SuccessModel, SuccessModelKind } from "./success-model.ts";

const EXPERTS = ["generalist", "poet", "counter", "stranger"];
const SEED = 5;

/** What every way to predict success must do, whatever is inside. */
export function testSuccessModel(kind: SuccessModelKind): void {
  testState(kind);
  testFewOutcomes(kind);
  testPredictions(kind);
}

function testState(kind: SuccessModelKind): void {
  const name = kind.kind;

  test(`${name}: the same rows give the same model`, () => {
    const table = examples(120);
    expect(kind.fit(allOf(table)).state()).toEqual(kind.fit(allOf(table)).state());
  });

  test(`${name}: a model restored from its JSON predicts the same`, () => {
    const table = examples(120);
    const model = kind.fit(allOf(table));
    const restored = kind.restore(JSON.parse(JSON.stringify(model.state())));
    for (const row of [0, 1, 2]) {
      const before = predicted(model, table, row);
      predicted(restored, table, row).forEach((chance, expert) =>
        expect(chance).toBeCloseTo(before[expert]!, 5),
      );
    }
  });

  test(`${name}: a state that is not its own is refused`, () => {
    const state = JSON.parse(JSON.stringify(kind.fit(allOf(examples(60))).state()));
    for (const wrong of [null, [], {}, { ...state, experts: 3 }, { ...state, weights: "AAAA" }]) {
      expect(() => kind.restore(wrong)).toThrow(expect.objectContaining({ code: "invalid_policy" }));
    }
  });
}

function testFewOutcomes(kind: SuccessModelKind): void {
  const name = kind.kind;

  test(`${name}: chances lie strictly between 0 and 1, also for one class only and nothing at all`, () => {
    const table = examples(80);
    const oneClass = { ...table, score: table.score.map(() => 1) };
    const nothing = { ...table, score: table.score.map(() => Number.NaN) };
    for (const given of [table, oneClass, nothing, examples(1), examples(0)]) {
      const model = kind.fit(allOf(given));
      expect(predicted(model, table, 3).every((chance) => chance > 0 && chance < 1)).toBe(true);
    }
    expect(Math.min(...predicted(kind.fit(allOf(oneClass)), table, 3))).toBeGreaterThan(0.9);
  });

  test(`${name}: an expert without any outcome is predicted near the others' mean`, () => {
    const table = examples(200);
    const unasked = EXPERTS.indexOf("stranger");
    const score = table.score.map((value, at) => (at % EXPERTS.length === unasked ? Number.NaN : value));
    const chance = predicted(kind.fit(allOf({ ...table, score })), table, 0)[unasked]!;
    expect(chance).toBeGreaterThan(0.2);
    expect(chance).toBeLessThan(0.9);
  });

  test(`${name}: rows with one outcome each are enough to order experts that differ much`, () => {
    const table = examples(240);
    const draw = seededDraws(SEED);
    const score = table.score.map(() => Number.NaN);
    for (let row = 0; row < table.questions.length; row++) {
      const at = cell(table, row, Math.floor(draw() * EXPERTS.length));
      score[at] = table.score[at]!;
    }
    const model = kind.fit(allOf({ ...table, score }));
    const mean = (expert: number) =>
      table.questions.reduce((sum, _, row) => sum + predicted(model, table, row)[expert]!, 0) / 240;
    expect(mean(0)).toBeGreaterThan(mean(3) + 0.15);
  });
}

function testPredictions(kind: SuccessModelKind): void {
  const name = kind.kind;

  test(`${name}: a family never seen is predicted, near the mean`, () => {
    const table = examples(200);
    const model = kind.fit(allOf(table));
    const into = new Float64Array(EXPERTS.length);
    model.predict(extractFeatures({ ...EMPTY_VIEW, text: "", family: "heraldry" }), into);
    expect(into[0]).toBeGreaterThan(0.6);
    expect(into[3]).toBeLessThan(0.6);
  });

  test(`${name}: forty rows of noise do not make it sure of anything`, () => {
    const table = examples(40);
    const draw = seededDraws(SEED);
    const model = kind.fit(allOf({ ...table, score: table.score.map(() => Number(draw() < 0.5)) }));
    for (let row = 0; row < 40; row++) {
      for (const chance of predicted(model, table, row)) expect(Math.abs(chance - 0.5)).toBeLessThan(0.35);
    }
  });

  test(`${name}: predicted chances are right on average on rows not seen`, () => {
    const table = examples(400);
    const rows = Int32Array.from({ length: 200 }, (_, at) => at);
    const model = kind.fit({ table, rows, seed: SEED });
    for (let expert = 0; expert < EXPERTS.length; expert++) {
      let difference = 0;
      for (let row = 200; row < 400; row++)
        difference += predicted(model, table, row)[expert]! - table.score[cell(table, row, expert)]!;
      expect(Math.abs(difference / 200)).toBeLessThan(0.1);
    }
  });
}

function allOf(table: OutcomeTable) {
  return { table, rows: Int32Array.from(table.questions.keys()), seed: SEED };
}

function predicted(model: SuccessModel, table: OutcomeTable, row: number): Float64Array {
  const into = new Float64Array(table.experts.length);
  model.predict(table.questions[row % table.questions.length]!.features, into);
  return into;
}

const FAMILIES = [
  { family: "poems", text: "Write a line that rhymes with", chances: [0.8, 0.95, 0.3, 0.3] },
  { family: "sums", text: "Compute the sum 12 + 7 = and then add", chances: [0.8, 0.3, 0.95, 0.3] },
] as const;

/** Experts that are good at one family each, one that is good at all and one at none. */
function examples(count: number): OutcomeTable {
  const draw = seededDraws(SEED + count);
  const rows = Array.from({ length: count }, (_, row) => ({ row, ...FAMILIES[row % 2]! }));
  const experts = EXPERTS.length;
  return {
    experts: EXPERTS,
    questions: rows.map(({ row, family, text }) => ({
      id: `${row}`,
      group: `${row}`,
      features: extractFeatures({ ...EMPTY_VIEW, family, text: `${text} ${row % 7} words` }),
    })),
    score: Float64Array.from(rows.flatMap(({ chances }) => chances.map((chance) => Number(draw() < chance)))),
    costUsd: new Float64Array(count * experts).fill(Number.NaN),
    latencyMs: new Float64Array(count * experts).fill(Number.NaN),
    answerClass: new Int32Array(count * experts).fill(-2),
  };
}
