import type { PolicyArtefact, PolicyObjective } from "../../router/learner/policy-artefact.ts";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";

/** What a mixture with an objective serves right now. The learner replaces it as evidence comes and goes. */
export type Serving =
  | {
      readonly role: "reference";
      /** Why, in words for the operator: `no certificate yet`, `revoked: words-small has drifted`. */
      readonly reason: string;
    }
  | {
      readonly role: "policy";
      /** Version in the ledger's `policy` table. */
      readonly version: string;
      readonly artefact: PolicyArtefact;
      readonly policy: SequentialPolicy;
      /** `null`: promoted by hand. An expired one no longer holds: the reference serves. */
      readonly certificate: { readonly id: string; readonly expiresUs: number } | null;
      /** Experts that may be explored: the upper bound of their difference to the reference is non-inferior. */
      readonly safe: readonly string[];
    };

export type ServedPolicy = Extract<Serving, { role: "policy" }>;

/** The objective of a mixture and the expert it must be no worse than, as the config says. */
export type LiveObjective = { readonly objective: PolicyObjective; readonly reference: string };

/** A mixture whose serving can change while it runs. */
export type Steering = LiveObjective & {
  serving(): Serving;
  /** Takes effect with the next decision. Throws `invalid_policy` when its experts are not the mixture's. */
  steer(serving: Serving): void;
};
