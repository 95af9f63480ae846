import { expect, it } from "vitest";
import { normalCdf } from "../statistics/normal.ts";
import { seededDraws } from "../statistics/seeded-draws.ts";
import { chancesOfBeingBest } from "./best-arm.ts";
import type { Utility } from "./best-arm.ts";

const arm = (mean: number, deviation: number): Utility => ({ mean, deviation });

it.each([
  [arm(0.6, 0.1), arm(0.5, 0.1)],
  [arm(0.6, 0.01), arm(0.5, 0.3)],
  [arm(-0.2, 0.05), arm(0.9, 0.4)],
])("two arms have the chances of the closed form", (left, right) => {
  const spread = Math.hypot(left.deviation, right.deviation);
  const chance = normalCdf((left.mean - right.mean) / spread);
  expect(chancesOfBeingBest([left, right])[0]).toBeCloseTo(chance, 2);
});

it.each([
  ["broad", [arm(0.5, 0.3), arm(0.4, 0.2), arm(0.66, 0.13), arm(0.6, 0.35)]],
  ["sure and unsure", [arm(0.8, 0.004), arm(0.8, 0.16), arm(0.795, 0.013), arm(0.5, 0.29)]],
  ["dear", [arm(0.7, 0.09), arm(0.6, 0.15), arm(0.65, 0.05), arm(-1.5, 0.29)]],
  ["all but certain", [arm(0.9998, 0.0002), arm(0.9994, 0.0003), arm(0.02, 0.04), arm(0.003, 0.003)]],
])("chances agree with sampling (%s)", (_, arms) => {
  const next = seededDraws(3);
  const rounds = 40_000;
  const wins = arms.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    const drawn = arms.map(({ mean, deviation }) => mean + deviation * drawNormal(next));
    const best = drawn.indexOf(Math.max(...drawn));
    wins[best] = (wins[best] ?? 0) + 1;
  }
  for (const [at, chance] of chancesOfBeingBest(arms).entries()) {
    expect(Math.abs(chance - (wins[at] ?? 0) / rounds)).toBeLessThan(0.012);
  }
});

it("an arm that cannot be the best has no chance, and the rest sums to 1", () => {
  const chances = chancesOfBeingBest([arm(-4.5, 0.3), arm(0.6, 0.2), arm(0.4, 0.2)]);
  expect(chances[0]).toBeLessThan(1e-30);
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
});

/** Box and Muller's. */
function drawNormal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
