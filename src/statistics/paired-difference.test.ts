import { expect, test } from "vitest";
import { intervalT, lowerBoundT, pairedDifference, pValueT } from "./paired-difference.ts";
import { seededDraws } from "./seeded-draws.ts";

// Six questions, three samples each: means of A less means of B.
const DIFFERENCES = [0, 1 / 3, 1 / 3, 1 / 3, 1 / 3, -1 / 3];

test("mean, standard error, interval and p-value are the worked example's", () => {
  const difference = pairedDifference(DIFFERENCES);
  expect(difference.mean).toBeCloseTo(0.1666666667, 10);
  expect(difference.standardError).toBeCloseTo(0.1138550085, 10);
  expect(pValueT(difference)).toBeCloseTo(0.2031106637, 9);
  const [low, high] = intervalT(difference, 0.95);
  expect([low, high].map((end) => end.toFixed(9))).toEqual(["-0.126006950", "0.459340283"]);
  expect(lowerBoundT(difference, 0.975)).toBeCloseTo(low, 12);
});

test("one row has a mean and no error, no row has neither", () => {
  expect(pairedDifference([1])).toEqual({ n: 1, mean: 1, standardError: Number.NaN });
  expect(pairedDifference([])).toEqual({ n: 0, mean: Number.NaN, standardError: Number.NaN });
});

test("the one-sided bound is too high about as often as it says", () => {
  const draw = seededDraws(3);
  const [runs, rows, truth] = [2_000, 200, -0.01];
  let tooHigh = 0;
  for (let run = 0; run < runs; run++) {
    const sample = Array.from({ length: rows }, () => {
      const x = draw();
      return x < 0.1 ? -1 : x < 0.19 ? 1 : 0;
    });
    if (lowerBoundT(pairedDifference(sample), 0.95) > truth) tooHigh++;
  }
  expect(tooHigh / runs).toBeGreaterThan(0.03);
  expect(tooHigh / runs).toBeLessThan(0.075);
});
