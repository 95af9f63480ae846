import type { MixtureEvent } from "../core/mixture-event.ts";
import type { StoredPolicy } from "../core/stored-policy.ts";
import type { PolicyObjective } from "../router/learner/policy-artefact.ts";

/**
 * The one door through which a mixture's policy is looked at and changed, by the API and the command line. Every change
 * is an event in the ledger first and takes effect after: what is served follows from the events (`servedFrom`).
 */
export type MixtureControl = {
  /** Throws `unknown_mixture`. */
  status(mixture: string): Promise<MixtureStatus>;
  /**
   * Serves a stored policy from the next decision on. Without a valid certificate for it: `not_enough_evidence`, unless
   * `uncertified`, which the event then says. Throws `unknown_policy`.
   */
  promote(change: Promotion): Promise<MixtureEvent>;
  /** Back to what was served before, if its certificate still holds, else to the reference. */
  rollback(change: Change): Promise<MixtureEvent>;
  /** The certificate no longer holds: the reference serves if it rested on it. Throws `unknown_certificate`. */
  revoke(change: Revocation): Promise<MixtureEvent>;
  /** Stores a policy file, which serves nothing yet. The same file twice is one version. Throws `invalid_policy`. */
  import(change: Import): Promise<StoredPolicy>;
};

export type Change = {
  readonly mixture: string;
  /** Key id of who asks for it. */
  readonly by: string;
};
export type Promotion = Change & { readonly version: string; readonly uncertified: boolean };
export type Revocation = Change & { readonly certificate: string; readonly reason: string };
export type Import = Change & { readonly artefactJson: string; readonly origin: string };

export type MixtureStatus = {
  readonly mixture: string;
  readonly mode: "route" | "cascade";
  /** `null`: its policy is named in the config, nothing is promoted or certified. */
  readonly objective: PolicyObjective | null;
  readonly reference: string | null;
  readonly experts: readonly string[];
  readonly serving: {
    readonly role: "reference" | "policy";
    /** Name and version as `x-toque-policy` says it. */
    readonly policy: string;
    readonly policyVersion: string | null;
    readonly certificate: string | null;
    /** Why, in words for the operator: `no certificate yet`, `revoked: glm has drifted`. */
    readonly reason: string;
  };
  readonly learner: LearnerStatus;
};

export type LearnerStatus = {
  /** `off`: no objective, or nothing to learn from in this process. `waiting`: it knows too little to try. */
  readonly state: "off" | "waiting" | "learning" | "idle" | "failed";
  /** In words for the operator: what it waits for, what it found, what failed. */
  readonly message: string;
  /** Verified answers it has read. */
  readonly verified: number;
  /** Questions that both an expert and the reference answered, verified. */
  readonly pairs: number;
  /** How many pairs a certificate is expected to take, `null` when that cannot be told. */
  readonly pairsNeeded: number | null;
  /** When it last made a policy. */
  readonly learntUs: number | null;
};
