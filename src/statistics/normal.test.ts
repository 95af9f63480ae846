import { expect, test } from "vitest";
import { normalCdf, normalQuantile } from "./normal.ts";

test("quantiles are the tabulated ones", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.9599639845, 10);
  expect(normalQuantile(0.95)).toBeCloseTo(1.644853627, 9);
  expect(normalQuantile(0.8)).toBeCloseTo(0.8416212336, 10);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
});

test("tails keep their digits", () => {
  // Φ(−10), DLMF 7.
  expect(normalCdf(-10) / 7.619853024160527e-24).toBeCloseTo(1, 10);
  expect(normalCdf(-3 - 1e-12) / normalCdf(-3 + 1e-12)).toBeCloseTo(1, 10);
});

test.each([1e-300, 1e-20, 1e-6, 0.01, 0.3, 0.7, 0.999_999])(
  "the quantile of %d leaves just that below it",
  (share) => {
    expect(normalCdf(normalQuantile(share)) / share).toBeCloseTo(1, 9);
  },
);

test("the ends are infinite and nonsense is not a number", () => {
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(1.2)]).toEqual([
    -Infinity,
    Infinity,
    Number.NaN,
  ]);
  expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(Number.NaN)]).toEqual([0, 1, Number.NaN]);
});
