import type { Outcome } from "../../core/outcome.ts";

/**
 * One question on which the policy's and the reference's answer were both verified. Where the policy asked just the
 * reference, its answer is both: an honest tie. Which questions become pairs must not depend on any answer.
 */
export type CertificatePair = {
  readonly requestId: string;
  readonly family: string | null;
  /** What the policy's answer was worth less what the reference's was, in [-1, 1]: share right, or utility. */
  readonly difference: number;
  /** Of everything the policy asked for its answer; `null` when a price is unknown. */
  readonly policyCostNanoUsd: number | null;
  readonly referenceCostNanoUsd: number | null;
  readonly policyEnergyMj: number | null;
  readonly referenceEnergyMj: number | null;
  /** Who verified. */
  readonly source: Outcome["source"];
};
