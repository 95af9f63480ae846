import type { DecisionInput, Policy } from "../../router/policy.ts";
import type { ServedPolicy } from "./serving.ts";

/** Chances are worked out anew so often: what one outcome more would change is not worth half a millisecond each. */
const FRESH_US = 1_000_000;
const KEPT_MAX = 1_000;

export type Explorer = {
  /** Chance of each arm that can serve to be drawn when exploring; `null` when there is nothing to explore. */
  chances(input: DecisionInput, serving: ServedPolicy): readonly number[] | null;
};

type Kept = { readonly chances: readonly number[]; readonly atUs: number };

/** Draws among the safe experts as the sampler would: the chances that are logged are those that are used. */
export function createExplorer(sampler: Policy, nowUs: () => number): Explorer {
  const kept = new Map<string, Kept>();
  return {
    chances(input, serving) {
      // A conversation that has begun is not experimented with.
      if (input.previous !== null) return null;
      const safe = new Set(serving.safe);
      const excluded = input.arms.map((arm) => arm.excluded ?? (safe.has(arm.expert) ? null : "not_safe"));
      if (excluded.filter((why) => why === null).length < 2) return null;
      const key = `${serving.version}\n${input.features.task ?? "\n"}\n${excluded.join()}`;
      const known = kept.get(key);
      const atUs = nowUs();
      if (known !== undefined && atUs - known.atUs < FRESH_US) return known.chances;
      const lambda = serving.policy.lambdaPerUsd ?? 0;
      const arms = input.arms.map((arm, at) => ({
        ...arm,
        excluded: excluded[at] ?? null,
        predictedCostNanoUsd: arm.predictedCostNanoUsd === null ? null : arm.predictedCostNanoUsd * lambda,
      }));
      const { candidates } = sampler.decide({ ...input, arms });
      const chances = candidates
        .filter((_, at) => input.arms[at]?.excluded === null)
        .map((candidate) => candidate.probability);
      if (kept.size >= KEPT_MAX) kept.clear();
      kept.set(key, { chances, atUs });
      return chances;
    },
  };
}
