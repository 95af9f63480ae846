import { groupAnswers } from "./answer-groups.ts";
import type { AnswerGroups } from "./answer-groups.ts";
import type { PlanGains } from "./fit-plan.ts";
import { readState, stateLength } from "./plan-state.ts";
import type { PlanRequest, PlanVote } from "./plan-state.ts";

/** Learnt decisions for a small set of experts: how to weigh answers, and what one more is worth. */
export type Plan = { readonly vote: PlanVote; readonly gains: PlanGains; readonly lambda: number };

export type PlanSituation = PlanRequest & {
  /** Experts asked so far, one bit each. */
  readonly asked: number;
  /** Experts that may be asked, one bit each. */
  readonly available: number;
  /** Answers, beginning at `offset` with expert 0. */
  readonly answer: Int32Array;
};

/** Working memory of `stepPlan`, reused between calls. */
export type PlanScratch = { readonly groups: AnswerGroups; readonly state: Float64Array };

export type PlanStep =
  | { readonly type: "ask"; readonly expert: number; readonly gain: number }
  /** The expert whose answer stands; `null` when nobody gave one. */
  | { readonly type: "answer"; readonly expert: number | null };

/** Asks the expert whose answer is worth most if it is worth its price, else lets the likeliest answer stand. */
export function stepPlan(plan: Plan, now: PlanSituation, scratch: PlanScratch): PlanStep {
  const { vote, gains } = plan;
  const seen = groupAnswers(scratch.groups, now.asked, { of: now.answer, offset: now.offset });
  const weights = gains.get(now.asked);
  const position = readState(vote, seen, { ...now, into: weights ? scratch.state : null });
  const length = stateLength(vote.experts);
  let best = -1;
  let bestGain = now.asked === 0 ? -Infinity : 0;
  for (let k = 0; k < vote.experts; k++) {
    const own = weights?.[k];
    if (!own || ((now.available >> k) & 1) === 0) continue;
    let gain = 0;
    for (let i = 0; i < length; i++) gain += own[i]! * scratch.state[i]!;
    if (gain > bestGain) [best, bestGain] = [k, gain];
  }
  if (best >= 0) return { type: "ask", expert: best, gain: bestGain };
  return { type: "answer", expert: position < 0 ? null : seen.expert[position]! };
}
