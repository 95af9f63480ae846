import { expect, it } from "vitest";
import { chancesOfBeingBest } from "./best-arm.ts";
import type { Utility } from "./best-arm.ts";
import { seededDraws } from "../statistics/seeded-draws.ts";

const arm = (alpha: number, beta: number, penalty = 0): Utility => ({ success: { alpha, beta }, penalty });

it("two arms with whole counts have the chances of the closed form", () => {
  // P(Beta(2,1) > Beta(1,1)) = ∫ 2x · x dx = 2/3.
  expect(chancesOfBeingBest([arm(2, 1), arm(1, 1)])[0]).toBeCloseTo(2 / 3, 2);
  // P(Beta(3,1) > Beta(1,2)) = ∫ 3x² (2x − x²) dx = 9/10.
  expect(chancesOfBeingBest([arm(3, 1), arm(1, 2)])[0]).toBeCloseTo(0.9, 2);
});

it.each([
  ["broad", [arm(1, 1), arm(2, 3), arm(8, 4), arm(0.6, 0.3)]],
  ["sure and unsure", [arm(8_000, 2_000), arm(4, 1), arm(795, 205), arm(1, 1)]],
  ["with penalties", [arm(9, 1, 0.2), arm(6, 4, 0), arm(70, 30, 0.05), arm(1, 1, 2)]],
  ["all but certain", [arm(5_000, 1), arm(5_000, 3), arm(0.5, 20), arm(1, 400)]],
])("chances agree with sampling (%s)", (_, arms) => {
  const next = seededDraws(3);
  const rounds = 40_000;
  const wins = arms.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    const drawn = arms.map(({ success, penalty }) => drawBeta(success, next) - penalty);
    const best = drawn.indexOf(Math.max(...drawn));
    wins[best] = (wins[best] ?? 0) + 1;
  }
  for (const [at, chance] of chancesOfBeingBest(arms).entries()) {
    expect(Math.abs(chance - (wins[at] ?? 0) / rounds)).toBeLessThan(0.012);
  }
});

it("an arm that cannot be the best has no chance, and the rest sums to 1", () => {
  const chances = chancesOfBeingBest([arm(1, 1, 5), arm(3, 2), arm(2, 3)]);
  expect(chances[0]).toBe(0);
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
});

/** α/(α+β) of two gamma draws (Marsaglia & Tsang 2000). */
function drawBeta({ alpha, beta }: Utility["success"], next: () => number): number {
  const left = drawGamma(alpha, next);
  return left / (left + drawGamma(beta, next));
}

function drawGamma(shape: number, next: () => number): number {
  if (shape < 1) return drawGamma(shape + 1, next) * (1 - next()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - next()) < 0.5 * normal ** 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
