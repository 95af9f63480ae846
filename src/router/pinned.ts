import type { Decision } from "../core/decision.ts";

/** The decision that was the client's: it named the expert itself, so nothing was drawn and nothing is explored. */
export function pinnedDecision({
  expert,
  task,
}: {
  readonly expert: string;
  readonly task: string | null;
}): Decision {
  return {
    mixture: null,
    policy: "pinned",
    policyVersion: "1",
    task,
    candidates: [
      { expert, probability: 1, predictedSuccess: null, predictedCostNanoUsd: null, excluded: null },
    ],
    draw: 0,
    chosen: expert,
    order: [expert],
    reason: "the client named this expert",
    mode: "route",
    role: "pinned",
    certificate: null,
    lambdaPerUsd: null,
    steps: [],
  };
}
