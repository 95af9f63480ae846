/** What happened to a mixture's policy. Append-only: what is served now follows from the events so far. */
export type MixtureEvent = {
  readonly id: string;
  readonly atUs: number;
  readonly mixture: string;
  readonly kind:
    /** A policy was learnt or imported and stored. */
    | "learnt"
    /** It serves from now on, by evidence or by hand. */
    | "promoted"
    | "certified"
    /** A certificate no longer holds: drift, expiry, a changed expert, or by hand. The reference serves. */
    | "revoked"
    | "drift"
    /** The config says what an expert is, for the first time or anew; `reason` is a digest of that. */
    | "defined"
    | "rolled-back"
    /** The learner itself failed or gave up on something; serving went on. */
    | "learner-failed";
  readonly policyVersion: string | null;
  readonly certificate: string | null;
  readonly expert: string | null;
  /** `learner` or the key id of the person who did it. */
  readonly by: string;
  readonly reason: string;
};
