import { expect, test } from "vitest";
import { chooseCandidate } from "./choose-candidate.ts";
import { judgeCandidates } from "./judge-candidates.ts";
import { learnCandidates } from "./learn-candidates.ts";
import { learnPolicy } from "./learn-policy.ts";
import { successKind, usableRows } from "./learnable.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import { policyOf } from "./policy-of.ts";
import { splitRows } from "./split-rows.ts";
import { learnInput, worldTable } from "./world-testing.ts";
import type { WorldExpert } from "./world-testing.ts";

const always = (right: number, usd: number): WorldExpert => ({ right: { all: right }, usd });
const NEAR = { big: always(0.8, 10), cheap: always(0.77, 1) };
const MATCH = { type: "match", toleranceShare: 0.01, confidence: 0.95 } as const;

/** Every question `copies` times over, with the same outcomes. */
function copied(table: OutcomeTable, copies: number): OutcomeTable {
  const rows = Array.from({ length: table.questions.length * copies }, (_, row) => row);
  const width = table.experts.length;
  const of = (at: number): number => Math.floor(at / width / copies) * width + (at % width);
  const cells = rows.length * width;
  return {
    ...table,
    questions: rows.map((row) => ({
      ...table.questions[Math.floor(row / copies)]!,
      id: `copy${row}`,
    })),
    score: Float64Array.from({ length: cells }, (_, at) => table.score[of(at)]!),
    costUsd: Float64Array.from({ length: cells }, (_, at) => table.costUsd[of(at)]!),
    latencyMs: Float64Array.from({ length: cells }, (_, at) => table.latencyMs[of(at)]!),
    answerClass: Int32Array.from({ length: cells }, (_, at) => table.answerClass[of(at)]!),
  };
}

function candidatesOf(table: OutcomeTable) {
  const options = { reference: "big", objective: MATCH, callsMax: 1, kind: successKind("table"), seed: 1 };
  const { rows } = usableRows(table, 0);
  return learnCandidates(table, rows, { ...options, validationShare: null });
}

test("copies of a question prove no more than the question", () => {
  // Better by a few questions of 60, which shows nothing; as if they were 1,200 it would be beyond doubt.
  const seeds = Array.from({ length: 50 }, (_, at) => at + 1);
  const seed = seeds.find((one) => Math.abs(lead(worldTable(NEAR, { rows: 60, seed: one })) - 4) <= 1);
  const table = copied(worldTable(NEAR, { rows: 60, seed: seed! }), 20);
  const { evidence } = learnPolicy(learnInput(table, { callsMax: 1 })).artefact;
  expect(evidence).toMatchObject({ verdict: "do-not-route", rowsValidation: 1_200, questions: 60 });
});

/** Questions the cheap one answers right more often than the reference. */
function lead({ score }: OutcomeTable): number {
  return score.reduce((sum, right, at) => sum + (at % 2 === 1 ? right : -right), 0);
}

test("few different questions are not enough, however many rows there are", () => {
  const table = copied(worldTable(NEAR, { rows: 20, seed: 1 }), 20);
  const { evidence } = learnPolicy(learnInput(table)).artefact;
  expect(evidence).toMatchObject({
    verdict: "not-enough",
    explanation: expect.stringContaining("20 different questions"),
  });
});

test("a question that fills most of the file leaves no component unjudged", () => {
  const table = worldTable(NEAR, { rows: 400, seed: 1 });
  const questions = table.questions.map((one, row) => (row < 340 ? { ...one, group: "same" } : one));
  const heavy = { ...table, questions };
  const parts = splitRows(heavy, Int32Array.from(questions.keys()), { shares: [1, 1, 1, 1, 1], seed: 1 });
  for (const part of parts) expect(part.length).toBeGreaterThan(0);
  const candidates = candidatesOf(heavy);
  expect(candidates.components.every(({ judged }) => judged.length > 0)).toBe(true);
  const hidden: readonly "family"[] = [];
  const served = policyOf(candidates, heavy, { chosen: 0, callsMax: 1, reference: 0, hidden });
  expect(served.components).toHaveLength(candidates.components.length);
});

test("one mean per question is what the bound is made of", () => {
  const table = copied(worldTable(NEAR, { rows: 100, seed: 2 }), 5);
  const judgement = judgeCandidates(candidatesOf(table), table, 0);
  expect(judgement.rows).toBe(500);
  expect(judgement.reference.score).toHaveLength(100);
  expect(chooseCandidate(judgement, MATCH).curve[0]?.questions).toBe(100);
});

test("with one model there is nothing to compare", () => {
  const { evidence } = learnPolicy(
    learnInput(worldTable({ big: always(0.8, 1) }, { rows: 300, seed: 1 })),
  ).artefact;
  expect(evidence).toMatchObject({
    verdict: "do-not-route",
    explanation: "there is only the reference: big serves",
  });
});
