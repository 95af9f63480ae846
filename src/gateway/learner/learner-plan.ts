import type { CertifierRules } from "../../router/certificate/certifier.ts";
import type { PolicyObjective } from "../../router/learner/policy-artefact.ts";

/** What the learner of one mixture works towards. Plain data: it crosses to the learner's thread. */
export type LearnerPlan = {
  readonly mixture: string;
  readonly experts: readonly string[];
  readonly reference: string;
  readonly objective: PolicyObjective;
  /** 1 for a mixture that routes. */
  readonly callsMax: number;
  /** Kind of success model; `null`: the default. */
  readonly model: string | null;
  readonly seed: number;
  readonly certificateLifeUs: number;
};

/** An objective without a tolerance of its own may lose a point to the reference. */
const TOLERANCE_SHARE = 0.01;
const CONFIDENCE = 0.95;

/**
 * How much worse than the reference a policy may be, and how sure one has to be that it is not. The version number says
 * how many were tried before, so that all of a mixture's certificates together keep the confidence.
 */
export function rulesOf(objective: PolicyObjective, version: string): CertifierRules {
  const trial = Number(version);
  return objective.type === "match"
    ? { toleranceShare: objective.toleranceShare, confidence: objective.confidence, trial }
    : { toleranceShare: TOLERANCE_SHARE, confidence: CONFIDENCE, trial };
}
