/**
 * A signed statement: on these verified answers the mixture's policy was no worse than the reference by more than the
 * tolerance, with this confidence, however often one looked. `verify` recomputes it from the rows it names.
 */
export type Certificate = {
  readonly format: "toque-certificate";
  readonly formatVersion: 1;
  readonly id: string;
  readonly mixture: string;
  /** The policy it is about, by digest and by its short version in the ledger. */
  readonly policy: string;
  readonly policyVersion: string;
  readonly reference: string;
  /** 0.01 is one point. */
  readonly toleranceShare: number;
  readonly confidence: number;
  /** Name of the test with its version, as `docs/routing.md` describes it. */
  readonly method: string;
  /** Paired questions: both the policy's and the reference's answer were verified. */
  readonly pairs: number;
  readonly difference: number;
  /** Holds at all times at once, for every policy this mixture ever had. */
  readonly lowerBound: number;
  /** Against "worse by more than the tolerance"; larger ones are written as 1e15. */
  readonly eValue: number;
  readonly families: readonly CertificateFamily[];
  /** Pairs by who verified them. */
  readonly sources: Readonly<Record<string, number>>;
  /** How often the verifier itself is wrong, `null` when that was never measured. */
  readonly verifierError: {
    readonly sensitivity: number;
    readonly specificity: number;
    readonly source: string;
  } | null;
  /** Mean cost as a share of the reference's on the same questions, `null` when a price is unknown. */
  readonly costShare: number | null;
  readonly energyShare: number | null;
  /** Of the reference and every expert the policy asked. */
  readonly prices: readonly {
    readonly expert: string;
    readonly version: string | null;
    readonly date: string | null;
  }[];
  /** The ledger rows it rests on: requests in this range of ids, in order, and a digest over what was read of them. */
  readonly rows: {
    readonly firstRequestId: string;
    readonly lastRequestId: string;
    readonly requests: number;
    readonly digest: string;
  };
  readonly issuedUs: number;
  readonly expiresUs: number;
  readonly signature: {
    readonly algorithm: "ed25519";
    /** SPKI, base64. */
    readonly publicKey: string;
    readonly value: string;
  };
};

/** Bounds of all families hold together. `null`: rows without a family. */
export type CertificateFamily = {
  readonly family: string | null;
  readonly pairs: number;
  readonly difference: number;
  readonly lowerBound: number;
};
