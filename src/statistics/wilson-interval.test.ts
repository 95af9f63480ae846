import { expect, test } from "vitest";
import { wilsonInterval } from "./wilson-interval.ts";

test("it agrees with published values", () => {
  // 28 of 30 and 23 of 25, as commonly tabulated.
  const [low, high] = wilsonInterval(28, 30);
  expect([low.toFixed(3), high.toFixed(3)]).toEqual(["0.787", "0.982"]);
  expect(wilsonInterval(23, 25).map((end) => end.toFixed(3))).toEqual(["0.750", "0.978"]);
});

test("it stays within 0 and 1 and says nothing without data", () => {
  expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  expect(wilsonInterval(0, 10)[0]).toBeCloseTo(0, 12);
  expect(wilsonInterval(10, 10)[1]).toBeCloseTo(1, 12);
});
