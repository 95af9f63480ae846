import type { Outcome } from "../../core/outcome.ts";
import type { VerifiedRow } from "../../core/verified-row.ts";
import { SHADOW_DRAWN } from "../shadow/shadow-reason.ts";
import { readFeatures } from "./read-features.ts";
import type { Features } from "../../router/features/features.ts";
import { dealOfDraw } from "../../router/sequential/deal.ts";

/** One client request with every verified answer to it, its own and those of its shadow runs. Unknown is NaN or null. */
export type PairedRow = {
  /** The client's request. */
  readonly requestId: string;
  readonly receivedUs: number;
  readonly family: string | null;
  readonly features: Features;
  /** From the draw of the client's own decision: a policy is judged by the component that would have served. */
  readonly deal: number;
  /**
   * Its shadow runs were chosen by a draw that knew nothing of the request: only such rows are a fair sample of the
   * traffic. Probes of a family that knows too little are not.
   */
  readonly drawn: boolean;
  /** In the order of the mixture's experts; `null`: no verified answer of this expert. */
  readonly answers: readonly (VerifiedAnswer | null)[];
};

export type VerifiedAnswer = {
  readonly outcomeId: string;
  readonly atUs: number;
  readonly source: Outcome["source"];
  /** Share right in [0, 1]; `null` when the grader could not tell. */
  readonly score: number | null;
  readonly answerKey: string | null;
  readonly costNanoUsd: number | null;
  readonly energyMj: number | null;
  readonly totalUs: number | null;
  readonly priceVersion: string | null;
  readonly priceDate: string | null;
};

export type Pairing = {
  readonly mixture: string;
  readonly experts: readonly string[];
};

/** Whose word counts most when one answer has several verdicts: a check is the same for every expert. */
const SOURCES: readonly Outcome["source"][] = ["check", "audit", "bench", "feedback"];

/**
 * Joins client requests with their shadow runs, in the order of request ids. Pure: the same verdicts give the same rows
 * in whatever order they come, which is what lets a certificate be verified from the ledger alone.
 */
export function pairRows(rows: readonly VerifiedRow[], pairing: Pairing): readonly PairedRow[] {
  const groups = Map.groupBy(rows, (row) => row.shadowOf ?? row.requestId);
  const paired: PairedRow[] = [];
  for (const [requestId, group] of groups) {
    const client = group.find((row) => row.requestId === requestId);
    // Without the client's own verified answer nothing says that the check could be applied at all.
    if (client === undefined || client.decision.mixture !== pairing.mixture) continue;
    paired.push(pairGroup(client, group, pairing));
  }
  return paired.toSorted((left, right) => (left.requestId < right.requestId ? -1 : 1));
}

function pairGroup(client: VerifiedRow, group: readonly VerifiedRow[], pairing: Pairing): PairedRow {
  const answers = pairing.experts.map((expert) => {
    const own = group.filter((row) => (row.attempt?.expert ?? row.outcome.expert) === expert);
    const [best] = own.toSorted(byWeight);
    return best === undefined ? null : verifiedAnswer(best);
  });
  return {
    requestId: client.requestId,
    receivedUs: client.receivedUs,
    family: client.task,
    // The task tag is a column of its own; features are kept without it.
    features: { ...readFeatures(client.features), family: client.task },
    deal: dealOfDraw(client.decision.draw),
    drawn: group.some((row) => row.shadowOf !== null) && group.every(isClientOrDrawn),
    answers,
  };
}

/** The client's own answer before a shadow's, a check before a person, then the earliest. */
function byWeight(left: VerifiedRow, right: VerifiedRow): number {
  const shadow = Number(left.shadowOf !== null) - Number(right.shadowOf !== null);
  if (shadow !== 0) return shadow;
  const source = SOURCES.indexOf(left.outcome.source) - SOURCES.indexOf(right.outcome.source);
  if (source !== 0) return source;
  return left.outcome.id < right.outcome.id ? -1 : 1;
}

function verifiedAnswer({ outcome, attempt }: VerifiedRow): VerifiedAnswer {
  return {
    outcomeId: outcome.id,
    atUs: outcome.atUs,
    source: outcome.source,
    score: outcome.score ?? (outcome.correct === null ? null : Number(outcome.correct)),
    answerKey: attempt?.answerKey ?? null,
    costNanoUsd: attempt?.costNanoUsd ?? null,
    energyMj: attempt?.energyMj ?? null,
    totalUs: attempt?.totalUs ?? null,
    priceVersion: attempt?.priceVersion ?? null,
    priceDate: attempt?.priceDate ?? null,
  };
}

function isClientOrDrawn(row: VerifiedRow): boolean {
  return row.shadowOf === null || row.decision.reason.startsWith(SHADOW_DRAWN);
}
