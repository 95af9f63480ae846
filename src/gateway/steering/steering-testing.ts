import type { PolicyArtefact } from "../../router/learner/policy-artefact.ts";
import type { SeenAnswer, SequentialPolicy, Step } from "../../router/sequential/sequential-policy.ts";
import type { Serving } from "./serving.ts";

type Sketch = {
  readonly success: Readonly<Record<string, number>>;
  readonly costUsd?: Readonly<Record<string, number>>;
  readonly lambdaPerUsd?: number | null;
  readonly callsMax?: number;
  /** What follows these answers; the first one stands when it is left out. */
  readonly followUp?: (seen: readonly SeenAnswer[], available: readonly boolean[]) => Step;
};

/** A sequential policy of fixed predictions, for tests of what is built on one. It asks the best first. */
export function sketchedPolicy(sketch: Sketch): SequentialPolicy {
  const { success, costUsd = {}, lambdaPerUsd = 1, callsMax = 1, followUp } = sketch;
  const experts = Object.keys(success);
  const values = experts.map((name) => (success[name] ?? 0) - (lambdaPerUsd ?? 0) * (costUsd[name] ?? 0));
  return {
    experts,
    callsMax,
    lambdaPerUsd,
    predict: () => ({
      success: Float64Array.from(experts, (name) => success[name] ?? Number.NaN),
      costUsd: Float64Array.from(experts, (name) => costUsd[name] ?? 0),
    }),
    next({ available }, seen) {
      if (seen.length > 0)
        return followUp?.(seen, available) ?? { type: "answer", index: 0, reason: "the first" };
      const can = [...experts.keys()].filter((at) => available[at] === true);
      const expert = can.reduce(
        (best, at) => ((values[at] ?? 0) > (values[best] ?? 0) ? at : best),
        can[0] ?? 0,
      );
      return { type: "ask", expert, reason: "the best" };
    },
    state: () => null,
  };
}

const DAY_US = 86_400_000_000;

/** Serves a policy under a certificate that holds for a day from `atUs`. */
export function servingOf(
  policy: SequentialPolicy,
  fields: { safe?: readonly string[]; atUs?: number } = {},
) {
  const { safe = [], atUs = 0 } = fields;
  const certificate = { id: "cert_1", expiresUs: atUs + DAY_US };
  return { role: "policy", version: "3", artefact: ARTEFACT, policy, certificate, safe } satisfies Serving;
}

const ARTEFACT: PolicyArtefact = {
  format: "toque-policy",
  formatVersion: 1,
  digest: "sha256:0",
  featureVersion: "1",
  hidden: [],
  experts: [],
  reference: "",
  objective: { type: "match", toleranceShare: 0.01, confidence: 0.95 },
  callsMax: 1,
  seed: 1,
  model: "test",
  policy: null,
  evidence: {
    verdict: "certified",
    explanation: "",
    rowsTrain: 0,
    rowsValidation: 0,
    questions: 0,
    method: "test",
    difference: null,
    lowerBound: null,
    worstFamily: null,
    accuracy: null,
    referenceAccuracy: null,
    costShare: null,
    costBasis: "unknown",
  },
};
