import type { Decision } from "./decision.ts";
import type { Outcome } from "./outcome.ts";

/** One verified attempt with what the learner needs of its request. In the order of outcome ids, which sort by time. */
export type VerifiedRow = {
  readonly outcome: Outcome;
  readonly requestId: string;
  readonly receivedUs: number;
  /** The request this one ran beside, unseen by its client; `null` for a client's own. */
  readonly shadowOf: string | null;
  readonly task: string | null;
  readonly keyId: string;
  /** Features as they were encoded when the decision was made; `null` when they were not kept. */
  readonly features: string | null;
  readonly decision: Decision;
  /** Of the graded attempt; all `null` when the outcome is about the answer as a whole and no attempt matches. */
  readonly attempt: {
    readonly expert: string;
    readonly answerKey: string | null;
    readonly costNanoUsd: number | null;
    readonly energyMj: number | null;
    readonly totalUs: number;
    readonly priceVersion: string | null;
    readonly priceDate: string | null;
  } | null;
};
