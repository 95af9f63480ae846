import { expect, test } from "vitest";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import { walkFixedSequence } from "./fixed-sequence.ts";

const RULES = { toleranceShare: 0.01, confidence: 0.95, method: "t" } as const;

/** So many ties, then losses. */
function rows(ties: number, losses: number): Float64Array {
  return new Float64Array(ties + losses).fill(-1, ties);
}

test("the last candidate before the first failure is chosen, whatever comes after", () => {
  const { chosen, tested } = walkFixedSequence({
    ...RULES,
    candidates: [rows(2_000, 0), rows(2_000, 2), rows(2_000, 60), rows(2_000, 0)],
  });
  expect(chosen).toBe(1);
  expect(tested.map(({ candidate, passed }) => [candidate, passed])).toEqual([
    [0, true],
    [1, true],
    [2, false],
  ]);
  expect(tested[2]).toMatchObject({ rows: 2_060, difference: -60 / 2_060 });
});

test("nothing is chosen when the safest fails, or when there is nothing", () => {
  expect(walkFixedSequence({ ...RULES, candidates: [rows(100, 0), rows(9_000, 0)] }).chosen).toBeNull();
  expect(walkFixedSequence({ ...RULES, candidates: [] })).toEqual({ chosen: null, tested: [] });
});

test("of twenty candidates that get worse step by step, one beyond the tolerance is chosen in at most 5 % of samples", () => {
  const draw = seededDraws(17);
  const [runs, questions] = [1_000, 600];
  let violations = 0;
  for (let run = 0; run < runs; run++) {
    // Candidate k really loses k/2 points; they share questions, so they err together.
    const candidates = Array.from({ length: 20 }, () => new Float64Array(questions));
    for (let row = 0; row < questions; row++) {
      const x = draw();
      for (const [index, differences] of candidates.entries()) {
        differences[row] = x < 0.05 + index / 200 ? -1 : x > 0.95 ? 1 : 0;
      }
    }
    const { chosen } = walkFixedSequence({ ...RULES, toleranceShare: 0.0499, candidates });
    if (chosen !== null && chosen >= 10) violations++;
  }
  expect(violations).toBeGreaterThan(0);
  expect(violations / runs).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
});
