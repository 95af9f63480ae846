/** What `toque learn` writes and a mixture serves: immutable, versioned by its own digest. Plain JSON. */
export type PolicyArtefact = {
  readonly format: "toque-policy";
  readonly formatVersion: 1;
  /** `sha256:` of the canonical JSON of everything else: a file edited by hand is refused. */
  readonly digest: string;
  readonly featureVersion: string;
  /** `family` when `--hide subtask` was given: then task tags are not looked at. */
  readonly hidden: readonly "family"[];
  readonly experts: readonly string[];
  readonly reference: string;
  readonly objective: PolicyObjective;
  readonly callsMax: number;
  readonly seed: number;
  /** Kind of success model that was used, and the sequential policy's whole state (success and cost models in it). */
  readonly model: string;
  readonly policy: unknown;
  readonly evidence: PolicyEvidence;
  /** List prices the learner worked costs out from, so that a replay counts with the same; absent when it had none. */
  readonly prices?: Readonly<Record<string, ListPrice>> | undefined;
  /** Which questions it was learnt from, as `learnt-from.ts` writes them; absent when it was learnt live. */
  readonly learntFrom?: string | undefined;
};

/** In USD, per million tokens or per call; `null` where none is known. */
export type ListPrice = {
  readonly inputPerMtok: number | null;
  readonly outputPerMtok: number | null;
  readonly usdPerCall: number | null;
};

export type PolicyObjective =
  /** Cheapest that is certified within `toleranceShare` (0.01 is one point) of the reference. */
  | { readonly type: "match"; readonly toleranceShare: number; readonly confidence: number }
  /** Most accurate within a mean cost per request. */
  | { readonly type: "budget"; readonly usdPerRequest: number }
  /** Accuracy less cost at a price per correct answer, less latency at a price per second. */
  | { readonly type: "weigh"; readonly usdPerCorrect: number; readonly secondsPerCorrect: number | null };

/**
 * What the choice rests on. `certified`: on validation rows the one-sided bound of the paired difference to the
 * reference is at least minus the tolerance. `within-budget`, `worth-more`: the bound of the cost, or of worth, holds;
 * accuracy may be lost, and is estimated only. `do-not-route`: nothing cheaper or better is; the policy asks the reference
 * alone. `not-enough`: too few rows to tell; the same.
 */
export type PolicyEvidence = {
  readonly verdict: "certified" | "within-budget" | "worth-more" | "do-not-route" | "not-enough";
  readonly explanation: string;
  readonly rowsTrain: number;
  readonly rowsValidation: number;
  /** Different questions among the rows that judged: copies count as one. */
  readonly questions: number;
  readonly method: string;
  /** Mean paired difference to the reference on validation rows, its one-sided lower bound, and the worst family's. */
  readonly difference: number | null;
  readonly lowerBound: number | null;
  readonly worstFamily: {
    readonly family: string;
    readonly rows: number;
    readonly difference: number;
    readonly lowerBound: number;
  } | null;
  readonly accuracy: number | null;
  readonly referenceAccuracy: number | null;
  /** Mean cost as a share of the reference's; `null` when costs are unknown. */
  readonly costShare: number | null;
  /**
   * How costs were known: recorded, from token counts, from a price per call, from characters, or not at all. `energy`
   * and `time`: prices are unknown, and "USD" in this policy means joules or seconds a call as they were measured.
   */
  readonly costBasis:
    | "recorded"
    | "tokens"
    | "per-call"
    | "characters"
    | "mixed"
    | "energy"
    | "time"
    | "unknown";
};
