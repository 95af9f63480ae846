import type { DecisionCandidate } from "../../core/decision.ts";
import type { DecisionInput, Policy } from "../../router/policy.ts";
import type { ServedPolicy } from "./serving.ts";

/** What one outcome more would change is not worth half a millisecond at each request. */
const FRESH_US = 1_000_000;
const KEPT_MAX = 1_000;

/** What is known of the experts without a policy; lists are in the order of the arms that can serve. */
export type Explorer = {
  /** Share of right answers each is expected to give. */
  successes(input: DecisionInput): readonly number[];
  /** Chance of each to be drawn when exploring; `null` when there is nothing to explore. */
  chances(input: DecisionInput, serving: ServedPolicy): readonly number[] | null;
};

type Kept = { readonly candidates: readonly DecisionCandidate[]; readonly atUs: number };

/** Asks the sampler once a second and task: the chances that are logged are those that are used. */
export function createExplorer(sampler: Policy, nowUs: () => number): Explorer {
  const kept = new Map<string, Kept>();

  function candidatesOf(input: DecisionInput): readonly DecisionCandidate[] {
    const key = `${input.features.task ?? "\n"}\n${input.arms.map((arm) => arm.excluded).join()}`;
    const known = kept.get(key);
    const atUs = nowUs();
    if (known !== undefined && atUs - known.atUs < FRESH_US) return known.candidates;
    const { candidates } = sampler.decide(input);
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(key, { candidates, atUs });
    return candidates;
  }

  return {
    successes(input) {
      const candidates = candidatesOf(input);
      return ofArms(input, (at) => candidates[at]?.predictedSuccess ?? 0);
    },
    chances(input, { safe, policy }) {
      // A conversation that has begun is not experimented with.
      if (input.previous !== null) return null;
      const lambda = policy.lambdaPerUsd ?? 0;
      const arms = input.arms.map((arm) => ({
        ...arm,
        excluded: arm.excluded ?? (safe.includes(arm.expert) ? null : "not_safe"),
        predictedCostNanoUsd: arm.predictedCostNanoUsd === null ? null : arm.predictedCostNanoUsd * lambda,
      }));
      if (arms.filter((arm) => arm.excluded === null).length < 2) return null;
      const candidates = candidatesOf({ ...input, arms });
      return ofArms(input, (at) => candidates[at]?.probability ?? 0);
    },
  };
}

function ofArms(input: DecisionInput, valueAt: (arm: number) => number): readonly number[] {
  return input.arms.flatMap((arm, at) => (arm.excluded === null ? [valueAt(at)] : []));
}
