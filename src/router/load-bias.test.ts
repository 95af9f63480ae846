import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { nextLoadBias } from "./load-bias.ts";

const after = (steps: number, inFlight: number, from = 0): number => {
  let bias = from;
  for (let step = 0; step < steps; step++) bias = nextLoadBias(bias, { inFlight, capacity: 4 });
  return bias;
};

test("a full expert's bias falls, an idle one's rises, one in good use keeps its own", () => {
  expect(after(10, 4)).toBeCloseTo(-0.01, 9);
  expect(after(10, 1)).toBeCloseTo(0.01, 9);
  expect(after(10, 3, 0.005)).toBe(0.005);
});

test("an expert that was full is soon as welcome as before", () => {
  expect(after(30, 0, after(20, 9))).toBeCloseTo(0.01, 9);
});

test("whatever the load does, it never weighs more than a few points", () => {
  assert(
    property(integer({ min: 0, max: 500 }), integer({ min: 0, max: 100 }), (steps, inFlight) => {
      const bias = after(steps, inFlight);
      expect(bias).toBeGreaterThanOrEqual(-0.05);
      expect(bias).toBeLessThanOrEqual(0.02);
    }),
  );
});
