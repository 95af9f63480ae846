import { describe, expect, it } from "vitest";
import type { Outcome } from "../../core/outcome.ts";
import { chanceOf, CONFORMANCE_EXPERTS, describePolicy, inputOf } from "../conformance.ts";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import { thompson } from "./thompson.ts";

const mixture = { name: "auto", experts: CONFORMANCE_EXPERTS };
const ALL = [null, null, null, null];
const open = (options: object = {}) => thompson.open(thompson.options.parse(options), mixture);

function outcome(expert: string, correct: boolean | null, rest: Partial<Outcome> = {}): Outcome {
  return {
    id: "out_1",
    requestId: "req_1",
    attempt: 0,
    expert,
    task: "sums",
    source: "check",
    check: "numeric",
    verifierVersion: "1",
    correct,
    score: null,
    comment: null,
    atUs: 0,
    ...rest,
  };
}

describePolicy("thompson that knows nothing", () => open());
describePolicy("thompson with priors and costs", () =>
  open({
    priors: { a: { sums: { success: 0.8, weight: 20 } }, b: { "*": { success: 0.7, weight: 5 } } },
    usd_per_correct: 0.05,
  }),
);
describePolicy("thompson that has learnt", () => {
  const policy = open({ forget: 0.99 });
  for (let round = 0; round < 12; round++)
    policy.learn(outcome(round % 3 === 0 ? "a" : "b", round % 4 !== 0));
  policy.restore?.([{ task: "sums", expert: "c", right: 7, wrong: 3 }]);
  return policy;
});

describe("learning", () => {
  it("knowing nothing, every expert has the same chance", () => {
    const decision = open().decide(inputOf(ALL, 0.5));
    for (const { probability } of decision.candidates) expect(probability).toBeCloseTo(0.25, 9);
  });

  it("finds the best expert of each task and leaves the others alone", () => {
    const policy = open();
    const next = seededDraws(5);
    const rates: Record<string, Record<string, number>> = {
      sums: { a: 0.9, b: 0.5, c: 0.4, d: 0.1 },
      code: { a: 0.2, b: 0.3, c: 0.85, d: 0.1 },
    };
    let right = 0;
    for (let round = 0; round < 3_000; round++) {
      const task = round % 2 === 0 ? "sums" : "code";
      const { chosen } = policy.decide(inputOf(ALL, next(), task));
      const correct = next() < (rates[task]?.[chosen] ?? 0);
      if (round >= 1_000) right += Number(correct);
      policy.learn(outcome(chosen, correct, { task }));
    }
    expect(chanceOf(policy.decide(inputOf(ALL, 0, "sums")), "a")).toBeGreaterThan(0.95);
    expect(chanceOf(policy.decide(inputOf(ALL, 0, "code")), "c")).toBeGreaterThan(0.95);
    expect(right / 2_000).toBeGreaterThan(0.84);
  });

  it("a task with no data starts from the expert's other tasks, an own record outweighs them", () => {
    const policy = open();
    policy.restore?.([
      { task: "sums", expert: "a", right: 90, wrong: 10 },
      { task: "sums", expert: "b", right: 10, wrong: 90 },
    ]);
    const predicted = () =>
      policy.decide(inputOf(ALL, 0, "new")).candidates.map((candidate) => candidate.predictedSuccess);
    expect(predicted()[0]).toBeGreaterThan(0.8);
    expect(predicted()[1]).toBeLessThan(0.2);
    expect(predicted()[2]).toBeCloseTo(0.5, 1);
    policy.restore?.([{ task: "new", expert: "a", right: 0, wrong: 40 }]);
    expect(predicted()[0]).toBeLessThan(0.15);
  });
});

describe("what counts as evidence", () => {
  it("a restart from counts decides as the policy that saw the outcomes", () => {
    const lived = open();
    for (const [expert, correct] of [
      ["a", true],
      ["a", true],
      ["b", false],
      ["c", true],
    ] as const)
      lived.learn(outcome(expert, correct));
    lived.learn(outcome("d", true, { task: null }));
    const restored = open();
    restored.restore?.([
      { task: "sums", expert: "a", right: 2, wrong: 0 },
      { task: "sums", expert: "b", right: 0, wrong: 1 },
      { task: "sums", expert: "c", right: 1, wrong: 0 },
      { task: null, expert: "d", right: 1, wrong: 0 },
      { task: null, expert: "retired", right: 9, wrong: 0 },
    ]);
    expect(restored.decide(inputOf(ALL, 0.6))).toEqual(lived.decide(inputOf(ALL, 0.6)));
  });

  it("what could not be told and unknown experts teach nothing, a score teaches its share", () => {
    const policy = open();
    const before = policy.decide(inputOf(ALL, 0.5));
    policy.learn(outcome("a", null));
    policy.learn(outcome("stranger", true));
    expect(policy.decide(inputOf(ALL, 0.5))).toEqual(before);
    const predictedAfter = (taught: Outcome) => {
      const fresh = open();
      fresh.learn(taught);
      return fresh.decide(inputOf(ALL, 0.5)).candidates[0]?.predictedSuccess ?? Number.NaN;
    };
    const scored = predictedAfter(outcome("a", null, { score: 0.75 }));
    expect(scored).toBeLessThan(predictedAfter(outcome("a", true)));
    expect(scored).toBeGreaterThan(predictedAfter(outcome("a", false)));
    expect(scored).toBeGreaterThan(0.5);
  });
});

describe("what experts cost and how they change", () => {
  it("a cheaper expert wins when the dearer one is not worth its price", () => {
    const counts = ["a", "b"].map((expert) => ({ task: "sums", expert, right: 800, wrong: 200 }));
    const decide = (usd: number | undefined) => {
      const policy = open(usd === undefined ? {} : { usd_per_correct: usd });
      policy.restore?.(counts);
      const input = inputOf([null, null, "x", "x"], 0.5);
      const arms = input.arms.map((arm, at) => ({
        ...arm,
        predictedCostNanoUsd: at === 0 ? 1_000_000 : 20_000_000,
      }));
      return chanceOf(policy.decide({ ...input, arms }), "a");
    };
    expect(decide(undefined)).toBeCloseTo(0.5, 6);
    expect(decide(0.1)).toBeGreaterThan(0.99);
  });

  it.each([
    [1, 0.7, 1],
    [0.97, 0, 0.2],
  ])(
    "keeping %d of what it knew, an expert that has become worse has a success of %d to %d",
    (forget, low, high) => {
      const policy = open({ forget });
      for (let round = 0; round < 400; round++) policy.learn(outcome("a", round < 300));
      const predicted = policy.decide(inputOf(ALL, 0)).candidates[0]?.predictedSuccess;
      expect(predicted).toBeGreaterThan(low);
      expect(predicted).toBeLessThan(high);
    },
  );

  it("task tags beyond the limit do not grow the memory and still teach about the expert", () => {
    const policy = open();
    for (let tag = 0; tag < 1_500; tag++) policy.learn(outcome("a", true, { task: `t${tag}` }));
    expect(policy.decide(inputOf(ALL, 0, "t1400")).candidates[0]?.predictedSuccess).toBeGreaterThan(0.99);
  });
});
