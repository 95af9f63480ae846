/** One expert as the policy saw it when it decided. */
export type DecisionCandidate = {
  readonly expert: string;
  /** Chance that this policy chose this expert in this state, 0 when excluded. Off-policy evaluation needs it. */
  readonly probability: number;
  /** Predicted chance of a correct answer, `null` when the policy makes no prediction. */
  readonly predictedSuccess: number | null;
  readonly predictedCostNanoUsd: number | null;
  /** Why the expert could not be chosen (`circuit_open`, `no_tools`, `unavailable`, …), `null` when it could. */
  readonly excluded: string | null;
};

/** What was chosen, from what, with which chances, by which draw, and why. Recorded for every request. */
export type Decision = {
  /** `null` when the client named an expert itself (pinned). */
  readonly mixture: string | null;
  readonly policy: string;
  readonly policyVersion: string;
  readonly task: string | null;
  readonly candidates: readonly DecisionCandidate[];
  /** The uniform draw in [0, 1) that made the choice. The same state and draw give the same choice. */
  readonly draw: number;
  readonly chosen: string;
  /** Experts to try, the chosen one first; the rest are fallbacks in order. */
  readonly order: readonly string[];
  readonly reason: string;
  /** `route`: one expert answers; `cascade`: answers are held back until one stands. */
  readonly mode: "route" | "cascade";
  /** Which part of the mixture chose: it serves the reference, a learnt policy, or explores. */
  readonly role: "policy" | "reference" | "explore" | "pinned";
  /** The certificate that allowed it, `null` when none did. */
  readonly certificate: string | null;
  /** What a nano-dollar more had to bring, in share right per US dollar; `null` when cost played no part or was not in dollars. */
  readonly lambdaPerUsd: number | null;
  /** One line per call in a cascade: why the next was asked or why this answer stands; and why others are asked aside. */
  readonly steps: readonly string[];
};
