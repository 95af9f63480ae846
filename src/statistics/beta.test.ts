import { describe, expect, it } from "vitest";
import { betaCdf, betaDeviation, betaMean, logBetaPdf, logGamma } from "./beta.ts";

describe("the Beta distribution", () => {
  it.each([
    [0.5, Math.log(Math.sqrt(Math.PI))],
    [1, 0],
    [5, Math.log(24)],
    [101, 363.7393755555635],
  ])("ln Γ(%d)", (x, expected) => expect(logGamma(x)).toBeCloseTo(expected, 10));

  // For whole numbers I_x(a, b) is a binomial tail (DLMF 8.17.5).
  it.each([
    [0.3, 2, 5],
    [0.5, 1, 1],
    [0.9, 40, 3],
    [0.02, 1, 60],
    [0.7, 120, 50],
  ])("F(%d; %d, %d) is a binomial tail", (x, alpha, beta) => {
    const trials = alpha + beta - 1;
    let tail = 0;
    for (let hits = alpha; hits <= trials; hits++) {
      const ways = logGamma(trials + 1) - logGamma(hits + 1) - logGamma(trials - hits + 1);
      tail += Math.exp(ways + hits * Math.log(x) + (trials - hits) * Math.log1p(-x));
    }
    expect(betaCdf(x, { alpha, beta })).toBeCloseTo(tail, 10);
  });

  it.each([
    [0.4, 0.7],
    [9_500, 500],
    [1.5, 3],
  ])("F rises from 0 to 1 as the density says (%d, %d)", (alpha, beta) => {
    const shape = { alpha, beta };
    const [at, step] = [betaMean(shape), betaDeviation(shape) / 100];
    const slope = (betaCdf(at + step, shape) - betaCdf(at - step, shape)) / (2 * step);
    expect(slope / Math.exp(logBetaPdf(at, shape))).toBeCloseTo(1, 3);
    expect([betaCdf(0, shape), betaCdf(1, shape)]).toEqual([0, 1]);
  });
});
