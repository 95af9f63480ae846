import { expect, it } from "vitest";
import { ObservedCosts } from "./observed-costs.ts";

it("the first costs count alike, later the newest count", () => {
  const costs = new ObservedCosts();
  expect(costs.meanNanoUsd("a")).toBeNull();
  for (const cost of [900, 100, 200]) costs.saw("a", cost);
  expect(costs.meanNanoUsd("a")).toBeCloseTo(400, 9);
  for (let request = 0; request < 400; request++) costs.saw("a", 1_000);
  expect(costs.meanNanoUsd("a")).toBeCloseTo(1_000, 0);
});
