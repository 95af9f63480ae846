import { array, assert, constantFrom, property } from "fast-check";
import { expect, test } from "vitest";
import { addDifference, bettingLowerBound, logCapital, tallyOf } from "./betting.ts";
import type { DifferenceTally } from "./betting.ts";
import { seededDraws } from "./seeded-draws.ts";

test.each([
  [
    "ten ties",
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [
      1.0263157895, 1.053531856, 1.0816828255, 1.1108047443, 1.1409351397, 1.1721130831, 1.2043792561,
      1.2377760202,
    ],
  ],
  [
    "a win and a loss",
    [0, 0, 1, 0, -1, 0, 0, 0, 0, 0],
    [
      1.0263157895, 1.053531856, 1.6447022161, 1.6932431215, 0.7375445311, 0.7530939003, 0.7690873552,
      0.7855396466,
    ],
  ],
])("the capital after each pair is the worked example's: %s, margin 5 points", (_, differences, expected) => {
  const tally: DifferenceTally = new Map();
  for (const [index, capital] of expected.entries()) {
    addDifference(tally, differences[index] ?? 0);
    expect(Math.exp(logCapital(tally, -0.05))).toBeCloseTo(capital, 9);
  }
});

test.each([
  [0.02, 228],
  [0.03, 151],
  [0.05, 90],
  [0.1, 44],
])("within %d is proven by %d ties, not by one fewer", (margin, ties) => {
  expect(logCapital(new Map([[0, ties - 1]]), -margin)).toBeLessThan(Math.log(20));
  expect(logCapital(new Map([[0, ties]]), -margin)).toBeGreaterThanOrEqual(Math.log(20));
  // The bound is the same test, turned round.
  expect(bettingLowerBound(new Map([[0, ties]]), 0.95)).toBeGreaterThanOrEqual(-margin);
  expect(bettingLowerBound(new Map([[0, ties - 1]]), 0.95)).toBeLessThan(-margin);
});

test("a million pairs neither overflow nor underflow", () => {
  expect(logCapital(new Map([[1, 1_000_000]]), -0.01)).toBeGreaterThan(600_000);
  expect(logCapital(new Map([[-1, 1_000_000]]), -0.01)).toBeGreaterThan(-Infinity);
});

test("what is no difference of shares is refused, and thirds are rounded against the claim", () => {
  expect(() => addDifference(new Map(), 1.5)).toThrow(RangeError);
  expect(() => addDifference(new Map(), Number.NaN)).toThrow(RangeError);
  expect([...tallyOf([1 / 3, -1 / 3, 0.25, -0.1]).keys()]).toEqual([0.333, -0.334, 0.25, -0.1]);
});

test("the bound lies below the mean, falls with confidence and rises when a win is added", () => {
  assert(
    property(array(constantFrom(-1, -0.5, 0, 0.25, 1), { minLength: 1, maxLength: 60 }), (differences) => {
      const tally = tallyOf(differences);
      const bound = bettingLowerBound(tally, 0.95);
      const mean = differences.reduce<number>((sum, difference) => sum + difference, 0) / differences.length;
      expect(bound).toBeGreaterThanOrEqual(-1);
      expect(bound).toBeLessThanOrEqual(mean + 1e-9);
      expect(bettingLowerBound(tally, 0.99)).toBeLessThanOrEqual(bound + 1e-9);
      expect(bettingLowerBound(tallyOf([...differences, 1]), 0.95)).toBeGreaterThanOrEqual(bound - 1e-9);
    }),
  );
});

test("when the claim is just false, 400 runs looked at after every pair rarely prove it", () => {
  const draw = seededDraws(5);
  const [runs, margin] = [400, 0.05];
  let proven = 0;
  for (let run = 0; run < runs; run++) {
    const tally: DifferenceTally = new Map();
    for (let pair = 0; pair < 400; pair++) {
      const x = draw();
      addDifference(tally, x < 0.15 ? -1 : x < 0.25 ? 1 : 0);
      if (logCapital(tally, -margin) < Math.log(20)) continue;
      proven++;
      break;
    }
  }
  expect(proven / runs).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
});
