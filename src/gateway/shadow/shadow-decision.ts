import type { Decision } from "../../core/decision.ts";

/** By which rule and draw a request was chosen to be asked on the side. */
export type ShadowRule = {
  readonly mixture: string;
  readonly task: string | null;
  readonly draw: number;
  /** With which it was chosen: the share that is drawn; 1 for a probe, which no draw decides. */
  readonly chance: number;
  readonly reason: string;
};

export function shadowDecision(
  { mixture, task, draw, chance, reason }: ShadowRule,
  expert: string,
): Decision {
  return {
    mixture,
    policy: "shadow",
    policyVersion: "1",
    task,
    candidates: [
      { expert, probability: chance, predictedSuccess: null, predictedCostNanoUsd: null, excluded: null },
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
