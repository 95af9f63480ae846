import { expect, it } from "vitest";
import { NO_FEATURES } from "../features/features.ts";
import type { OutcomeTable } from "../learner/outcome-table.ts";
import { safeExperts } from "./safe-experts.ts";

const rule = { reference: 0, toleranceShare: 0.01, confidence: 0.95 };

/** Right in the first so many of a hundred questions; `null`: never asked. */
function tableOf(experts: Readonly<Record<string, number | null>>, questions = 100): OutcomeTable {
  const names = Object.keys(experts);
  const cells = questions * names.length;
  return {
    experts: names,
    questions: Array.from({ length: questions }, (_, row) => ({
      id: `${row}`,
      group: `${row}`,
      features: NO_FEATURES,
    })),
    score: Float64Array.from({ length: cells }, (_, at) => {
      const right = Object.values(experts)[at % names.length];
      return right === null || right === undefined
        ? Number.NaN
        : Number(Math.floor(at / names.length) < right);
    }),
    costUsd: new Float64Array(cells),
    latencyMs: new Float64Array(cells),
    answerClass: new Int32Array(cells),
  };
}

it("experts that are not shown to be worse are safe, the reference always, strangers never", () => {
  const table = tableOf({ reference: 80, better: 90, slightlyWorse: 79, muchWorse: 60, stranger: null });
  expect(safeExperts(table, rule)).toEqual(["reference", "better", "slightlyWorse"]);
});

it("few common questions are not enough, however well they went", () => {
  expect(safeExperts(tableOf({ reference: 10, other: 10 }, 19), rule)).toEqual(["reference"]);
  expect(safeExperts(tableOf({ reference: 10, other: 10 }, 20), rule)).toEqual(["reference", "other"]);
});

it("a wider tolerance lets in more", () => {
  const table = tableOf({ reference: 80, other: 70 });
  expect(safeExperts(table, rule)).toEqual(["reference"]);
  expect(safeExperts(table, { ...rule, toleranceShare: 0.2 })).toEqual(["reference", "other"]);
});
