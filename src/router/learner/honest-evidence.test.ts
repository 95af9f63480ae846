import { expect, test } from "vitest";
import { chooseCandidate } from "./choose-candidate.ts";
import { judgeCandidates } from "./judge-candidates.ts";
import { learnCandidates } from "./learn-candidates.ts";
import { learnPolicy } from "./learn-policy.ts";
import { successKind, usableRows } from "./learnable.ts";
import { NO_ANSWER } from "./outcome-table.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import { policyOf } from "./policy-of.ts";
import { pricedExperts } from "./spending.ts";
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

test("a policy chosen by its cost is not called certified, and promises no accuracy", () => {
  const table = worldTable({ big: always(0.9, 10), cheap: always(0.6, 1) }, { rows: 400, seed: 1 });
  const budget = { type: "budget", usdPerRequest: 1.5 } as const;
  const { evidence } = learnPolicy(learnInput(table, { objective: budget, callsMax: 1 })).artefact;
  expect(evidence).toMatchObject({ verdict: "within-budget", lowerBound: null, worstFamily: null });
  expect(evidence.difference).toBeLessThan(-0.15);
  expect(evidence.explanation).toContain("estimated");
  expect(evidence.explanation).not.toContain("at least");
});

test("a budget is walked from the cheapest, and nothing past the first that may exceed it is chosen", () => {
  const outcomes = [2, 9, 3, 1].map((cost) => ({
    score: all(0.5, 100),
    cost: all(cost, 100),
    calls: all(1, 100),
  }));
  const judgement = {
    lambdas: [1, 2, 3, 4],
    outcomes,
    reference: { score: all(0.5, 100), cost: all(10, 100) },
    families: Array.from({ length: 100 }, () => null),
    rows: 100,
    costKnown: true,
  };
  const { curve } = chooseCandidate(judgement, { type: "budget", usdPerRequest: 5 });
  expect(curve.map(({ certified }) => certified)).toEqual([false, false, true, true]);
});

test("what is worth more by a handful of differing answers is not shown to be", () => {
  // Three wins, no loss, at the same cost: Student's bound alone is above zero.
  const won = Float64Array.from({ length: 300 }, (_, row) => Number(row < 3));
  const judgement = {
    lambdas: [1],
    outcomes: [{ score: won, cost: all(1, 300), calls: all(1, 300) }],
    reference: { score: all(0, 300), cost: all(1, 300) },
    families: Array.from({ length: 300 }, () => null),
    rows: 300,
    costKnown: true,
  };
  const { chosen } = chooseCandidate(judgement, {
    type: "weigh",
    usdPerCorrect: 1,
    secondsPerCorrect: null,
  });
  expect(chosen).toBeNull();
});

test("an expert that is priced on a few answers only is refused by name, not taken to be free", () => {
  const table = worldTable(NEAR, { rows: 200, seed: 1 });
  const costUsd = table.costUsd.map((usd, at) => (at % 2 === 1 && at > 80 ? Number.NaN : usd));
  expect(() => learnPolicy(learnInput({ ...table, costUsd }))).toThrow(
    expect.objectContaining({ code: "cost_unknown", message: expect.stringContaining("cheap") }),
  );
});

test("a component does not know an expert that is priced on none of its rows", () => {
  const table = worldTable(NEAR, { rows: 200, seed: 1 });
  const costUsd = table.costUsd.map((usd, at) => (at % 2 === 1 && at < 200 ? Number.NaN : usd));
  const spending = { known: true, usdPerSecond: 0 };
  const [first, second] = [0, 100].map((from) => Int32Array.from({ length: 100 }, (_, row) => from + row));
  expect(pricedExperts({ ...table, costUsd }, first!, spending)).toEqual([0]);
  expect(pricedExperts({ ...table, costUsd }, second!, spending)).toEqual([0, 1]);
});

test("answers that cannot be compared are judged as they are served: the reference's stands, else the last", () => {
  const table = worldTable(NEAR, { rows: 200, seed: 1 });
  const silent = { ...table, answerClass: new Int32Array(table.answerClass.length).fill(NO_ANSWER) };
  for (const { score } of judgeCandidates(candidatesOf(silent), silent, 0).outcomes)
    expect(score.reduce((sum, right) => sum + right, 0) / score.length).toBeGreaterThan(0.6);
});

function all(value: number, rows: number): Float64Array {
  return new Float64Array(rows).fill(value);
}
