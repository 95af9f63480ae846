import { expect, it } from "vitest";
import { differenceInterval } from "./bounded-intervals.ts";

it("of nothing but ties is as wide as their number allows", () => {
  const [low, high] = differenceInterval(Array.from({ length: 600 }, () => 0));
  expect(low).toBeLessThan(-0.005);
  expect(low).toBeGreaterThan(-0.01);
  expect(high).toBe(-low);
});
