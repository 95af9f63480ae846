import type { DecisionCandidate } from "../../core/decision.ts";
import type { DecisionInput, Policy } from "../../router/policy.ts";
import { ShadowBudget } from "../shadow/shadow-budget.ts";
import type { ServedPolicy } from "./serving.ts";

/** What one outcome more would change is not worth half a millisecond at each request. */
const FRESH_US = 1_000_000;
const KEPT_MAX = 1_000;

/** What is known of the experts without a policy; lists are in the order of the arms that can serve. */
export type Explorer = {
  /** Share of right answers each is expected to give. */
  successes(input: DecisionInput): readonly number[];
  /** Chance of each to be drawn when exploring; `null` when there is nothing to explore. */
  chances(input: DecisionInput, serving: ServedPolicy, exploring: Exploring): readonly number[] | null;
};

export type Exploring = {
  /** Chance that this request is explored with. */
  readonly share: number;
  /** Whom the policy asks itself: index among the arms that can serve. */
  readonly chosen: number;
};

type Options = {
  readonly nowUs: () => number;
  /** What exploring may cost a day (UTC) more than not exploring. */
  readonly usdPerDay: number;
};

type Kept = { readonly candidates: readonly DecisionCandidate[]; readonly atUs: number };

/** Asks the sampler once a second and task: the chances that are logged are those that are used. */
export function createExplorer(sampler: Policy, { nowUs, usdPerDay }: Options): Explorer {
  const budget = new ShadowBudget({ usdPerDay, unpricedCallsPerDay: 0 });
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
    chances(input, { safe, policy }, exploring) {
      // A conversation that has begun is not experimented with.
      if (input.previous !== null) return null;
      // Joules and dollars do not compare: then only success counts.
      const lambda = policy.costUnit === undefined ? (policy.lambdaPerUsd ?? 0) : 0;
      const arms = input.arms.map((arm) => ({
        ...arm,
        excluded: arm.excluded ?? (safe.includes(arm.expert) ? null : "not_safe"),
        predictedCostNanoUsd: arm.predictedCostNanoUsd === null ? null : arm.predictedCostNanoUsd * lambda,
      }));
      if (arms.filter((arm) => arm.excluded === null).length < 2) return null;
      const candidates = candidatesOf({ ...input, arms });
      const chances = ofArms(input, (at) => candidates[at]?.probability ?? 0);
      return budget.reserve([extraNanoUsd(input, chances, exploring)], nowUs()) ? chances : null;
    },
  };
}

/**
 * What exploring is expected to cost more here, whatever is drawn: so the chances do not depend on the draw. Calls whose
 * cost is not known yet are taken to cost no more.
 */
function extraNanoUsd(
  input: DecisionInput,
  chances: readonly number[],
  { share, chosen }: Exploring,
): number {
  const costs = ofArms(input, (at) => input.arms[at]?.predictedCostNanoUsd ?? Number.NaN);
  const own = costs[chosen] ?? Number.NaN;
  const extra = chances.map((chance, at) => chance * Math.max(0, (costs[at] ?? Number.NaN) - own));
  return share * extra.reduce((sum, each) => sum + (Number.isNaN(each) ? 0 : each), 0);
}

function ofArms(input: DecisionInput, valueAt: (arm: number) => number): readonly number[] {
  return input.arms.flatMap((arm, at) => (arm.excluded === null ? [valueAt(at)] : []));
}
