import { expect, test } from "vitest";
import { benjaminiHochberg, eBenjaminiHochberg, holm } from "./multiplicity.ts";

const P_VALUES = [0.3, 0.012, 0.001, 0.04, 0.021];

test("adjusted p-values are the worked example's, in the given order", () => {
  expect(holm(P_VALUES).map((p) => p.toFixed(3))).toEqual(["0.300", "0.048", "0.005", "0.080", "0.063"]);
  expect(benjaminiHochberg(P_VALUES).map((p) => p.toFixed(3))).toEqual([
    "0.300",
    "0.030",
    "0.005",
    "0.050",
    "0.035",
  ]);
});

test("of e-values only as many are believed as are large enough for their rank", () => {
  expect(eBenjaminiHochberg([45, 120, 8, 3, 0.4], 0.05)).toEqual([false, true, false, false, false]);
  expect(eBenjaminiHochberg([60, 120, 8], 0.05)).toEqual([true, true, false]);
  expect(eBenjaminiHochberg([1, 1], 0.05)).toEqual([false, false]);
});

test("nothing claimed, nothing adjusted", () => {
  expect([holm([]), benjaminiHochberg([]), eBenjaminiHochberg([], 0.05)]).toEqual([[], [], []]);
});
