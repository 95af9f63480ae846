import { AppError } from "../core/app-error.ts";
import type { Decision, DecisionCandidate } from "../core/decision.ts";
import type { Arm, DecisionInput, Policy } from "./policy.ts";

/** What a policy makes of the arms that can serve; all lists are in the order of `feasibleArms`. */
export type Plan = {
  /** They sum to 1. */
  readonly probabilities: readonly number[];
  readonly predictedSuccess: readonly number[] | null;
  /** Indexes of all arms, the best fallback first. */
  readonly fallbacks: readonly number[];
  /** Where the policy knows better than what requests cost lately; NaN is unknown. */
  readonly predictedCostUsd?: readonly number[];
  /** What the policy wants recorded besides; its reason takes the place of our own. */
  readonly notes?: Partial<Pick<Decision, "reason" | "mode" | "role" | "certificate" | "lambdaPerUsd">>;
};

/**
 * The arms that can serve. When there is none: `invalid_request` if the request itself asks too much of every one
 * of them, `expert_unavailable` if waiting may help; both with every arm's reason.
 */
export function feasibleArms(input: DecisionInput): readonly Arm[] {
  const feasible = input.arms.filter((arm) => arm.excluded === null);
  if (feasible.length > 0) return feasible;
  const reasons = input.arms.map((arm) => `${arm.expert}: ${arm.excluded}`).join(", ");
  const demands = input.arms.map((arm) => DEMANDS[arm.excluded ?? ""]);
  const demand = demands[0];
  if (demand !== undefined && !demands.includes(undefined)) {
    const message = `no expert of '${input.mixture}' can do what '${demand.param}' asks for (${reasons})`;
    throw new AppError("invalid_request", message, demand);
  }
  throw new AppError(
    "expert_unavailable",
    `no expert of '${input.mixture}' can serve this request (${reasons})`,
    {
      hint: "Wait for an expert to recover, or ask for what one of them is able to do.",
    },
  );
}

type Demand = { readonly param: string; readonly hint: string };

/** Exclusions that lie in the request, and would be the same at its next try. */
const DEMANDS: Readonly<Record<string, Demand>> = {
  context_too_long: {
    param: "messages",
    hint: "Shorten the prompt, or ask an expert with a longer context; `npx toque experts` shows them.",
  },
  no_tools: {
    param: "tools",
    hint: "Leave out `tools`, or ask an expert that can call them; `npx toque experts` shows them.",
  },
  no_vision: {
    param: "messages",
    hint: "Leave out the images, or ask an expert that sees; `npx toque experts` shows them.",
  },
  no_json_schema: {
    param: "response_format",
    hint: "Leave out `response_format`, or ask an expert that keeps to a schema; `npx toque experts` shows them.",
  },
};

type Chooser = Pick<Policy, "name" | "version">;

/**
 * Turns chances into the choice that the draw makes of them, so that what is logged is what was done. An open tool loop
 * and reasoning bound to its provider stay where they are, whatever the policy would like.
 */
export function choose(policy: Chooser, input: DecisionInput, wanted: Plan): Decision {
  const feasible = feasibleArms(input);
  const plan = keptBy(input, feasible, wanted);
  const at = indexOfDraw(plan.probabilities, input.draw);
  const chosen = feasible[at]?.expert ?? "";
  const order = [chosen];
  for (const index of plan.fallbacks) if (index !== at) order.push(feasible[index]?.expert ?? "");
  let next = 0;
  const candidates: DecisionCandidate[] = input.arms.map((arm) => {
    const index = arm.excluded === null ? next++ : -1;
    return {
      expert: arm.expert,
      probability: plan.probabilities[index] ?? 0,
      predictedSuccess: known(plan.predictedSuccess?.[index]),
      predictedCostNanoUsd: nanoUsd(plan.predictedCostUsd?.[index]) ?? arm.predictedCostNanoUsd,
      excluded: arm.excluded,
    };
  });
  return {
    mixture: input.mixture,
    policy: policy.name,
    policyVersion: policy.version,
    task: input.features.task,
    candidates,
    draw: input.draw,
    chosen,
    order,
    reason: reasonOf(plan, at, feasible.length),
    mode: input.mode,
    role: "policy",
    certificate: null,
    lambdaPerUsd: null,
    ...plan.notes,
    steps: [],
  };
}

/** The same plan with one arm certain when the conversation is bound to it. */
function keptBy({ previous }: DecisionInput, feasible: readonly Arm[], plan: Plan): Plan {
  if (previous === null || !previous.bound) return plan;
  const at = feasible.findIndex((arm) => arm.expert === previous.expert);
  if (at === -1) return plan;
  const reason = `${previous.expert} keeps the conversation: a tool loop or its reasoning is open`;
  const probabilities = feasible.map((_, index) => Number(index === at));
  return { ...plan, probabilities, notes: { ...plan.notes, mode: "route", reason } };
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function nanoUsd(usd: number | undefined): number | null {
  return usd === undefined || Number.isNaN(usd) ? null : Math.round(usd * 1e9);
}

/** The first index whose running total exceeds the draw; never one whose chance is zero. */
function indexOfDraw(probabilities: readonly number[], draw: number): number {
  let total = 0;
  let last = 0;
  for (const [index, probability] of probabilities.entries()) {
    if (probability === 0) continue;
    total += probability;
    last = index;
    if (draw < total) return index;
  }
  return last;
}

function reasonOf(plan: Plan, at: number, feasible: number): string {
  if (plan.notes?.reason !== undefined) return plan.notes.reason;
  if (feasible === 1) return "the only expert that can serve";
  const chance = `drawn with a chance of ${percent(plan.probabilities[at] ?? 0)}`;
  const success = plan.predictedSuccess?.[at];
  return success === undefined ? chance : `${chance}, predicted success ${percent(success)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
