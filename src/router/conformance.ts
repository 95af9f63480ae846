import { describe, expect, it } from "vitest";
import { AppError } from "../core/app-error.ts";
import type { Decision } from "../core/decision.ts";
import { NO_FEATURES } from "./features/features.ts";
import type { Arm, DecisionInput, Policy } from "./policy.ts";
import { seededDraws } from "../statistics/seeded-draws.ts";

/** The experts a policy under test is opened with. */
export const CONFORMANCE_EXPERTS: readonly string[] = ["a", "b", "c", "d"];

const DRAWS = 5_000;
// Upper 0.1 % points of chi-square with 1, 2 and 3 degrees of freedom; the draws are seeded, so a pass stays a pass.
const CHI_SQUARE_MAX = [0, 10.83, 13.82, 16.27];

/** Which arms cannot serve, and why. */
const STATES: readonly (readonly (string | null)[])[] = [
  [null, null, null, null],
  [null, "circuit_open", null, null],
  ["no_tools", null, "loading", null],
  ["no_tools", null, "loading", "no_vision"],
];

/** What every policy owes, whatever it has learnt: `open` gives it in the state to be tested. */
export function describePolicy(state: string, open: () => Policy): void {
  describe(`the policy ${state}`, () => {
    it.each(STATES)("logs chances that sum to 1, none for an excluded arm (%s %s %s %s)", (...excluded) => {
      const decision = open().decide(inputOf(excluded, 0.3));
      expect(decision.candidates.map((candidate) => candidate.excluded)).toEqual(excluded);
      const total = decision.candidates.reduce((sum, candidate) => sum + candidate.probability, 0);
      expect(total).toBeCloseTo(1, 9);
      expect(decision.candidates.every(({ probability }) => probability >= 0)).toBe(true);
      const barred = decision.candidates.filter((candidate) => candidate.excluded !== null);
      expect(barred.every(({ probability }) => probability === 0)).toBe(true);
    });

    it.each(STATES)(
      "orders each arm that can serve once, the chosen one first (%s %s %s %s)",
      (...excluded) => {
        const policy = open();
        for (const draw of [0, 0.25, 0.5, 0.75, 1 - 2 ** -53]) {
          const decision = policy.decide(inputOf(excluded, draw));
          expect(decision.order[0]).toBe(decision.chosen);
          expect(decision.order.toSorted()).toEqual(
            CONFORMANCE_EXPERTS.filter((_, at) => excluded[at] === null),
          );
          expect(chanceOf(decision, decision.chosen)).toBeGreaterThan(0);
          expect(decision).toMatchObject({ mixture: "auto", task: "sums", draw });
        }
      },
    );

    it("decides the same on the same input, also after other decisions and from a fresh start", () => {
      const policy = open();
      const first = policy.decide(inputOf([null, null, null, null], 0.42));
      policy.decide(inputOf(["loading", null, null, null], 0.9));
      expect(policy.decide(inputOf([null, null, null, null], 0.42))).toEqual(first);
      expect(open().decide(inputOf([null, null, null, null], 0.42))).toEqual(first);
    });

    it.each(STATES)("chooses as often as its logged chances say (%s %s %s %s)", (...excluded) => {
      const policy = open();
      const { candidates } = policy.decide(inputOf(excluded, 0));
      const possible = candidates.filter((candidate) => candidate.probability > 0);
      const counts = countChoices(policy, excluded);
      expect([...counts.keys()].every((expert) => possible.some((each) => each.expert === expert))).toBe(
        true,
      );
      expect(chiSquare(possible, counts)).toBeLessThanOrEqual(CHI_SQUARE_MAX[possible.length - 1] ?? 0);
    });

    it("says why each arm is excluded when none can serve", () => {
      const input = inputOf(["no_tools", "circuit_open", "loading", "disabled"], 0.5);
      expect(() => open().decide(input)).toThrowError(AppError);
      expect(() => open().decide(input)).toThrowError(
        expect.objectContaining({
          code: "expert_unavailable",
          message: expect.stringMatching(/a: no_tools, b: circuit_open, c: loading, d: disabled/u),
        }),
      );
    });
  });
}

function countChoices(policy: Policy, excluded: readonly (string | null)[]): ReadonlyMap<string, number> {
  const next = seededDraws(11);
  const counts = new Map<string, number>();
  for (let round = 0; round < DRAWS; round++) {
    const { chosen } = policy.decide(inputOf(excluded, next()));
    counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
  }
  return counts;
}

function chiSquare(possible: Decision["candidates"], counts: ReadonlyMap<string, number>): number {
  return possible.reduce((sum, { expert, probability }) => {
    const expected = probability * DRAWS;
    return sum + ((counts.get(expert) ?? 0) - expected) ** 2 / expected;
  }, 0);
}

export function inputOf(
  excluded: readonly (string | null)[],
  draw: number,
  task: string | null = "sums",
): DecisionInput {
  const arms: Arm[] = CONFORMANCE_EXPERTS.map((expert, at) => ({
    expert,
    excluded: excluded[at] ?? null,
    predictedCostNanoUsd: at === 0 ? null : at * 1_000_000,
    loadBias: 0,
  }));
  const features = { task, tools: false, jsonSchema: false, images: false, promptTokensEstimate: 10 };
  return { mixture: "auto", features, arms, draw, mode: "route", previous: null, vector: () => NO_FEATURES };
}

export function chanceOf(decision: Decision, expert: string): number {
  return decision.candidates.find((candidate) => candidate.expert === expert)?.probability ?? 0;
}
