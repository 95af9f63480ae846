import { expect, test } from "vitest";
import { logGamma } from "../../statistics/beta.ts";
import { meanLowerBound } from "./mean-bound.ts";

/** n pairs as differences. */
function pairs({ n, won, lost }: { n: number; won: number; lost: number }): Float64Array {
  return new Float64Array(n).fill(1, 0, won).fill(-1, won, won + lost);
}

/** Chance of a split when a pair is won or lost with these chances (trinomial). */
function chanceOf(counts: readonly number[], chances: readonly number[]): number {
  let log = logGamma(counts.reduce((sum, count) => sum + count, 0) + 1);
  for (const [index, count] of counts.entries()) {
    log += (count === 0 ? 0 : count * Math.log(chances[index] ?? 0)) - logGamma(count + 1);
  }
  return Math.exp(log);
}

test.each([
  [60, 0.01],
  [100, 0.05],
  [268, 0.01],
  [280, 0.05],
])(
  "with %d rows a policy that loses just %d is wrongly certified in about 5 %% at most, by exact counting",
  (n, loss) => {
    for (const winChance of [0, 0.02, 0.1]) {
      const chances = [winChance, winChance + loss, 1 - 2 * winChance - loss];
      const most = Math.ceil(n * (winChance + loss) + 6 * Math.sqrt(n * (winChance + loss))) + 6;
      let wrong = 0;
      for (let lost = 0; lost <= Math.min(n, most); lost++) {
        for (let won = 0; won <= Math.min(n - lost, winChance === 0 ? 0 : most); won++) {
          const chance = chanceOf([won, lost, n - won - lost], chances);
          if (chance > 1e-7 && meanLowerBound(pairs({ n, won, lost }), 0.95, "t") >= -loss) wrong += chance;
        }
      }
      expect(wrong).toBeLessThan(0.054);
    }
  },
);

test("ties alone prove one point from 299 rows on", () => {
  expect(meanLowerBound(new Float64Array(298), 0.95, "t")).toBeLessThan(-0.01);
  expect(meanLowerBound(new Float64Array(299), 0.95, "t")).toBeGreaterThanOrEqual(-0.01);
});

test("with many rows and pairs that differ it is nearly the mean less 1.645 standard errors", () => {
  const bound = meanLowerBound(pairs({ n: 4_000, won: 300, lost: 300 }), 0.95, "t");
  expect(bound).toBeCloseTo((-1.645 * Math.sqrt(600)) / 4_000, 3);
});

test("betting is valid at any time and pays for it", () => {
  const sample = pairs({ n: 1_000, won: 60, lost: 50 });
  expect(meanLowerBound(sample, 0.95, "betting")).toBeLessThan(meanLowerBound(sample, 0.95, "t"));
});

test("shares in between are bounded too, and more carefully when few differ", () => {
  const many = Float64Array.from({ length: 400 }, (_, row) => ((row % 5) - 2) / 4);
  expect(meanLowerBound(many, 0.95, "t")).toBeCloseTo(-0.0291, 3);
  const few = new Float64Array(400).fill(0.25, 0, 3);
  expect(meanLowerBound(few, 0.95, "t")).toBe(meanLowerBound(few, 0.95, "betting"));
});

test("no row or one row proves nothing", () => {
  expect(meanLowerBound([], 0.95, "t")).toBe(-1);
  expect(meanLowerBound([0], 0.95, "t")).toBe(-1);
});
