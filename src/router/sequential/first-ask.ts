import { feasibleArms } from "../choose.ts";
import type { Arm, DecisionInput } from "../policy.ts";
import { dealOfDraw } from "./deal.ts";
import type { Prospect, SeenAnswer, SequentialPolicy, Step } from "./sequential-policy.ts";

/** What another expert has to promise more, in success points, before a conversation changes to it: a prompt cache is lost. */
const SWITCH_GAIN_MIN = 0.02;
/** For a cache or a queue a choice may give up at most this much of its predicted success. */
const SUCCESS_GIVEN_UP_MAX = 0.01;

/** The expert a sequential policy asks first, in the numbering of the arms that can serve. */
export type FirstAsk = {
  readonly chosen: number;
  readonly reason: string;
  /** A policy of one call has nothing to hold an answer back for. */
  readonly mode: "route" | "cascade";
  /** NaN where the policy does not know the arm. */
  readonly predictedSuccess: readonly number[];
  readonly predictedCostUsd: readonly number[];
  /** As it is recorded; both unknown where the policy counts in joules or seconds. */
  readonly lambdaPerUsd: number | null;
  readonly fallbacks: readonly number[];
};

type Scored = Omit<FirstAsk, "chosen" | "reason" | "mode" | "lambdaPerUsd"> & {
  readonly values: readonly number[];
};

/**
 * In a cascade the policy's own first step. In a route its restriction to one step: the largest P(right) − λ·cost,
 * then moved by the conversation's expert and by load. Throws when no arm can serve.
 */
export function firstAsk(policy: SequentialPolicy, input: DecisionInput): FirstAsk {
  const ask = { ...ownFirstAsk(policy, input), lambdaPerUsd: policy.lambdaPerUsd };
  const { costUnit } = policy;
  if (costUnit === undefined) return ask;
  const predictedCostUsd = ask.predictedCostUsd.map(() => Number.NaN);
  const reason = `${ask.reason} (it counts ${costUnit}, for prices were unknown when it was learnt)`;
  return { ...ask, predictedCostUsd, lambdaPerUsd: null, reason };
}

function ownFirstAsk(policy: SequentialPolicy, input: DecisionInput): Omit<FirstAsk, "lambdaPerUsd"> {
  const feasible = feasibleArms(input);
  const scored = score(policy, input, feasible);
  const mode = policy.callsMax === 1 ? "route" : input.mode;
  const best = { ...scored, mode, chosen: scored.fallbacks[0] ?? 0 };
  if (!feasible.some((arm) => policy.experts.includes(arm.expert)))
    return { ...best, mode: "route", reason: "no expert of the policy can serve" };
  // Without a price on cost there is nothing to weigh: the policy has its reasons.
  const ownStep = mode === "cascade" || policy.callsMax === 1 || policy.lambdaPerUsd === null;
  const ask = ownStep
    ? { ...best, ...policyAsk(policy, input, feasible) }
    : { ...best, reason: "the best single answer" };
  return mode === "cascade" || policy.lambdaPerUsd === null ? ask : moved(input, feasible, ask);
}

function policyAsk(
  policy: SequentialPolicy,
  input: DecisionInput,
  feasible: readonly Arm[],
): { readonly chosen: number; readonly reason: string } {
  const step = policy.next(prospectOf(policy, input), []);
  const asked = step.type === "ask" ? policy.experts[step.expert] : undefined;
  const chosen = feasible.findIndex((arm) => arm.expert === asked);
  if (chosen === -1) throw new Error(`the policy asked '${asked}', which cannot serve`);
  return { chosen, reason: step.reason };
}

/** The policy's next step after these answers; experts are numbered as in `input.arms`. */
export function nextStep(policy: SequentialPolicy, input: DecisionInput, seen: readonly SeenAnswer[]): Step {
  const inPolicy = seen.map((one) => ({
    ...one,
    expert: policy.experts.indexOf(input.arms[one.expert]?.expert ?? ""),
  }));
  // An expert outside the policy answered because none of its own could: there is nothing to reason about.
  if (inPolicy.some(({ expert }) => expert === -1))
    return { type: "answer", index: seen.length - 1, reason: "the policy does not know this expert" };
  const step = policy.next(prospectOf(policy, input), inPolicy);
  if (step.type === "answer") return step;
  const asked = policy.experts[step.expert];
  return { ...step, expert: input.arms.findIndex((arm) => arm.expert === asked) };
}

/** Costs are the policy's own: with live ones it would not be the rule that was certified. */
function prospectOf(policy: SequentialPolicy, input: DecisionInput): Prospect {
  const canServe = new Map(input.arms.map((arm) => [arm.expert, arm.excluded === null]));
  return {
    features: input.vector(),
    deal: dealOfDraw(input.draw),
    available: policy.experts.map((expert) => canServe.get(expert) ?? false),
    costUsd: new Float64Array(policy.experts.length).fill(Number.NaN),
  };
}

function score(policy: SequentialPolicy, input: DecisionInput, feasible: readonly Arm[]): Scored {
  const { success, costUsd } = policy.predict(prospectOf(policy, input));
  const column = feasible.map((arm) => policy.experts.indexOf(arm.expert));
  const predictedSuccess = column.map((at) => success[at] ?? Number.NaN);
  const predictedCostUsd = column.map((at) => costUsd[at] ?? Number.NaN);
  // An unknown price is taken to be as high as the highest known one.
  const dearest = predictedCostUsd.reduce((most, usd) => (usd > most ? usd : most), 0);
  const lambda = policy.lambdaPerUsd ?? 0;
  const values = predictedSuccess.map((chance, arm) => {
    const usd = predictedCostUsd[arm] ?? Number.NaN;
    return Number.isNaN(chance) ? -Infinity : chance - lambda * (Number.isNaN(usd) ? dearest : usd);
  });
  const fallbacks = [...values.keys()].toSorted((left, right) => {
    const gap = (values[right] ?? 0) - (values[left] ?? 0);
    return Number.isNaN(gap) ? 0 : gap;
  });
  return { predictedSuccess, predictedCostUsd, fallbacks, values };
}

type Asked = Omit<FirstAsk, "lambdaPerUsd"> & Scored;

/** A conversation stays and a queue is gone around, when hardly any predicted success is lost by it. */
function moved(input: DecisionInput, feasible: readonly Arm[], ask: Asked): Asked {
  const { values, predictedSuccess, chosen } = ask;
  // The policy had its reasons to choose it: nothing is worth more but for conversation and load.
  const highest = Math.max(...values);
  const worth = (arm: number): number =>
    (arm === chosen ? highest : (values[arm] ?? -Infinity)) + (feasible[arm]?.loadBias ?? 0);
  const enough = (predictedSuccess[chosen] ?? 0) - SUCCESS_GIVEN_UP_MAX;
  const may = [...feasible.keys()].filter((arm) => (predictedSuccess[arm] ?? 0) >= enough);
  const best = may.reduce((top, arm) => (worth(arm) > worth(top) ? arm : top), chosen);
  const before = may.find((arm) => feasible[arm]?.expert === input.previous?.expert);
  if (before !== undefined && worth(best) - worth(before) < SWITCH_GAIN_MIN)
    return before === chosen ? ask : { ...ask, chosen: before, reason: "it has answered this conversation" };
  if (best === chosen) return ask;
  return { ...ask, chosen: best, reason: `as good as ${feasible[chosen]?.expert}, and less busy` };
}
