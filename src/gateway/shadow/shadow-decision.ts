import type { Decision } from "../../core/decision.ts";

/** By which rule and draw a request was chosen to be asked on the side. */
export type ShadowRule = {
  readonly mixture: string;
  readonly task: string | null;
  readonly draw: number;
  /** Chance that any verifiable request is drawn. */
  readonly share: number;
  readonly reason: string;
};

export function shadowDecision({ mixture, task, draw, share, reason }: ShadowRule, expert: string): Decision {
  return {
    mixture,
    policy: "shadow",
    policyVersion: "1",
    task,
    candidates: [
      { expert, probability: share, predictedSuccess: null, predictedCostNanoUsd: null, excluded: null },
    ],
    draw,
    chosen: expert,
    order: [expert],
    reason,
    mode: "route",
    role: "explore",
    certificate: null,
    lambdaPerUsd: null,
    steps: [],
  };
}
