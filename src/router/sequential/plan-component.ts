import type { Features } from "../features/features.ts";
import type { SuccessModel } from "../success/success-model.ts";
import { emptyGroups } from "./answer-groups.ts";
import { expectedUsd } from "./cost-model.ts";
import type { CostModel } from "./cost-model.ts";
import type { PlanScratch } from "./plan.ts";
import { boundedLogit } from "./plan-rows.ts";
import { stateLength } from "./plan-state.ts";
import type { PlanVote } from "./plan-state.ts";

/** What a plan knows before λ: whom it may ask, what they know, what they cost, how their answers are weighed. */
export type PlanComponent = {
  /** Position in the learner's list of experts, per expert of the plan. */
  readonly pool: readonly number[];
  /** Predicts for all experts the learner had. */
  readonly success: SuccessModel;
  readonly experts: number;
  readonly cost: CostModel;
  readonly vote: PlanVote;
};

/** One request as a component sees it, in its own order of experts. */
export type PlanView = {
  /** Of all experts the learner had. */
  readonly everyone: Float64Array;
  readonly success: Float64Array;
  readonly logit: Float64Array;
  readonly expectedCost: Float64Array;
};

export function emptyView({ pool, experts }: PlanComponent): PlanView {
  return {
    everyone: new Float64Array(experts),
    success: new Float64Array(pool.length),
    logit: new Float64Array(pool.length),
    expectedCost: new Float64Array(pool.length),
  };
}

export function viewRequest(component: PlanComponent, features: Features, into: PlanView): PlanView {
  component.success.predict(features, into.everyone);
  for (let k = 0; k < component.pool.length; k++) {
    into.success[k] = into.everyone[component.pool[k]!]!;
    into.logit[k] = boundedLogit(into.success[k]!);
    into.expectedCost[k] = expectedUnits(component.cost, k, features.inputTokensEstimate);
  }
  return into;
}

/** Money and time of a call together, in units of the reference's mean. */
export function expectedUnits(cost: CostModel, expert: number, tokens: number): number {
  return (expectedUsd(cost, expert, tokens) + cost.extraUsd[expert]!) / cost.unitUsd;
}

export function emptyScratch(experts: number): PlanScratch {
  return { groups: emptyGroups(), state: new Float64Array(stateLength(experts)) };
}
