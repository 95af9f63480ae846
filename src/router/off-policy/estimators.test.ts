import { array, assert, double, pre, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveRows, sufficiency } from "./effective-sample.ts";
import { doublyRobust, inversePropensity, selfNormalised } from "./estimators.ts";
import { importanceWeights } from "./importance-weights.ts";

const outcomes = (weights: readonly number[], values: readonly number[]) => ({
  weights: Float64Array.from(weights),
  values: Float64Array.from(values),
});
const row = (propensity: number, target: number) => ({
  propensity,
  target,
  reward: 1,
  costUsd: null,
  latencyMs: null,
});

describe("closed forms", () => {
  it("inverse propensity is the mean of weighted values, with the t interval of that mean", () => {
    const estimate = inversePropensity(outcomes([2, 0, 2, 0], [1, 1, 0, 0]));
    expect(estimate.value).toBe(0.5);
    // Terms 2, 0, 0, 0: standard deviation 1, divided by √4; (Σw)²/Σw² = 2, so one degree of freedom: t = 12.706.
    expect(estimate.standardError).toBeCloseTo(0.5, 12);
    expect(estimate.high).toBeCloseTo(0.5 + 12.7062 * 0.5, 3);
  });

  it("self-normalised divides by the weights' sum", () => {
    const estimate = selfNormalised(outcomes([4, 1, 1], [1, 0, 0.5]));
    expect(estimate.value).toBeCloseTo(4.5 / 6, 12);
    // ψ = w (y − 0.75) / 2: 0.5, −0.375, −0.125; √(0.40625 / 6).
    expect(estimate.standardError).toBeCloseTo(Math.sqrt(0.40625 / 6), 12);
  });

  it("doubly robust is the model where it is right, whatever the weights", () => {
    const exact = doublyRobust(outcomes([50, 0, 3], [1, 0, 1]), (at) => ({
      logged: [1, 0, 1][at] ?? 0,
      target: 0.25,
    }));
    expect(exact).toMatchObject({ value: 0.25, standardError: 0 });
  });

  it("with a model that says 0, doubly robust is inverse propensity", () => {
    const given = outcomes([2, 0, 1], [1, 1, 0.5]);
    expect(doublyRobust(given, () => ({ logged: 0, target: 0 }))).toEqual(inversePropensity(given));
  });
});

describe("weights", () => {
  it("are cut at the limit, and what was cut is told", () => {
    const { weights, clipped, clippedMass } = importanceWeights([row(0.01, 1), row(0.5, 1), row(0.5, 0)]);
    expect([...weights]).toEqual([50, 2, 0]);
    expect({ clipped, clippedMass }).toEqual({ clipped: 1, clippedMass: 50 / 3 });
  });

  it.each([
    [0, 1],
    [Number.NaN, 1],
    [1.5, 1],
    [0.5, -1],
  ])("a propensity of %d or a chance of %d is refused", (propensity, target) => {
    expect(() => importanceWeights([row(propensity, target)])).toThrowError(
      expect.objectContaining({ code: "not_enough_evidence" }),
    );
  });

  it("too few effective rows are refused with how many more it takes", () => {
    expect(sufficiency(1_000, 100)).toMatchObject({ enough: false, moreRows: 2_000 });
    expect(sufficiency(1_000, 0)).toMatchObject({ enough: false, moreRows: null });
    expect(sufficiency(0, 0)).toMatchObject({ enough: false, moreRows: null });
    expect(sufficiency(400, 300)).toEqual({ enough: true });
  });
});

const weighted = array(
  record({
    weight: double({ min: 0, max: 50, noNaN: true }),
    value: double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 2, maxLength: 60 },
);

describe("for any rows", () => {
  it("effective rows lie between 0 and the rows, and do not change with the weights' scale", () => {
    assert(
      property(weighted, double({ min: 0.1, max: 10, noNaN: true }), (rows, scale) => {
        const weights = Float64Array.from(rows, ({ weight }) => Math.round(weight * 1e3) / 1e3);
        const effective = effectiveRows(weights);
        expect(effective).toBeGreaterThanOrEqual(0);
        expect(effective).toBeLessThanOrEqual(rows.length * (1 + 1e-12));
        expect(effectiveRows(weights.map((weight) => weight * scale))).toBeCloseTo(effective, 6);
      }),
    );
  });

  it("self-normalised stays within the values that carry weight", () => {
    assert(
      property(weighted, (rows) => {
        const carrying = rows.filter(({ weight }) => weight > 1e-6);
        pre(carrying.length > 0);
        const { value } = selfNormalised(
          outcomes(
            carrying.map(({ weight }) => weight),
            carrying.map((one) => one.value),
          ),
        );
        const values = carrying.map((one) => one.value);
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    );
  });

  it("the log's own policy gets the log's own mean from all three", () => {
    assert(
      property(weighted, double({ min: 0, max: 1, noNaN: true }), (rows, guess) => {
        const given = outcomes(
          rows.map(() => 1),
          rows.map(({ value }) => value),
        );
        const mean = rows.reduce((sum, { value }) => sum + value, 0) / rows.length;
        const model = () => ({ logged: guess, target: guess });
        for (const { value } of [inversePropensity(given), selfNormalised(given), doublyRobust(given, model)])
          expect(value).toBeCloseTo(mean, 9);
      }),
    );
  });
});
