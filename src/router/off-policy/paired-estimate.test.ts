import { expect, test } from "vitest";
import { pairedEvaluation } from "./paired-estimate.ts";

function rows(count: number, outcome: number, reference: number) {
  return Array.from({ length: count }, () => ({ weight: 1, outcome, reference }));
}

test("600 questions that both got right leave room for an error", () => {
  const { difference, policy } = pairedEvaluation(rows(600, 1, 1));
  expect(difference).toMatchObject({ value: 0, standardError: 0 });
  // 3.84/(600 + 3.84), as Wilson and Tango have it.
  expect(difference?.low).toBeCloseTo(-0.00636, 4);
  expect(difference?.high).toBeCloseTo(0.00636, 4);
  expect(policy?.value).toBe(1);
  expect(policy?.low).toBeCloseTo(0.99364, 4);
  expect(policy?.high).toBeCloseTo(1, 9);
});

test("intervals of shares stay within 0 and 1, and the standard error is that of the mean", () => {
  const { difference, policy, reference } = pairedEvaluation([
    ...rows(99, 1, 1),
    ...rows(1, 0, 1),
    ...rows(2, 1, 0),
  ]);
  expect(policy?.high).toBeLessThanOrEqual(1);
  expect(reference?.high).toBeLessThanOrEqual(1);
  expect(difference?.value).toBeCloseTo(1 / 102, 9);
  // √(Σ(d − mean)² / (n(n − 1))) by hand: Σd² = 3, mean = 1/102.
  expect(difference?.standardError).toBeCloseTo(Math.sqrt((3 - 1 / 102) / (102 * 101)), 9);
});

test("partial scores keep the interval of a mean", () => {
  const { difference } = pairedEvaluation([...rows(60, 0.5, 1), ...rows(60, 1, 1)]);
  expect(difference?.value).toBeCloseTo(-0.25, 9);
  expect(difference?.low).toBeCloseTo(-0.25 - 1.98 * Math.sqrt((120 * 0.0625) / (120 * 119)), 3);
});
