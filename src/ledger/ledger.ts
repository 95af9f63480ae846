import type { Certificate } from "../core/certificate.ts";
import type { MixtureEvent } from "../core/mixture-event.ts";
import type { Outcome } from "../core/outcome.ts";
import type { RequestRecord } from "../core/request-record.ts";
import type { StoredPolicy } from "../core/stored-policy.ts";
import type { VerifiedRow } from "../core/verified-row.ts";

export type RequestFilter = {
  /** Rows older than this request id (ids sort by time), for paging. */
  readonly before?: string;
  readonly sinceUs?: number;
  readonly expert?: string;
  readonly status?: string;
  readonly mixture?: string;
  /** Only the shadow runs of this request. */
  readonly shadowOf?: string;
  /** Whether shadow runs are listed among what clients asked; default `false`. */
  readonly shadows?: boolean;
  readonly limit: number;
};

/** Verified outcomes per task and expert: what a policy starts from after a restart. */
export type OutcomeCount = {
  readonly mixture: string | null;
  readonly task: string | null;
  readonly expert: string;
  readonly right: number;
  readonly wrong: number;
};

export type TotalsFilter = Pick<RequestFilter, "sinceUs" | "expert" | "status" | "mixture">;

export type TrafficTotals = {
  readonly requests: number;
  readonly attempts: number;
  readonly outcomes: number;
  readonly costNanoUsd: bigint;
  /** Requests whose cost is unknown: the total is a lower bound while this is above 0. */
  readonly costUnknown: number;
  readonly energyMj: bigint;
  readonly energyUnknown: number;
};

/** What clients asked, and beside it what was asked on the side to learn from: both were paid for. */
export type LedgerTotals = TrafficTotals & { readonly shadow: TrafficTotals };

/** What is on record of one expert in one mixture, shadow runs included. */
export type ExpertRecord = {
  readonly mixture: string | null;
  readonly expert: string;
  readonly attempts: number;
  readonly answered: number;
  readonly right: number;
  readonly wrong: number;
  /** Outcomes that could not tell. */
  readonly untold: number;
  /** Sums, each with how many attempts it is over: those whose value is known. */
  readonly costNanoUsd: bigint;
  readonly costKnown: number;
  readonly energyMj: bigint;
  readonly energyKnown: number;
  /** Of the answered attempts. */
  readonly totalUs: bigint;
};

export type EventFilter = {
  readonly mixture?: string;
  readonly kinds?: readonly MixtureEvent["kind"][];
  /** Events older than this event id, for paging. */
  readonly before?: string;
  readonly limit: number;
};

/** A stored policy without its body, which may be megabytes. */
export type PolicySummary = Omit<StoredPolicy, "body">;

export type VerifiedFilter = {
  /** Rows after this outcome id, for paging and for reading on. */
  readonly afterOutcomeId?: string;
  /** Outcomes of a moment or later. */
  readonly sinceUs?: number;
  /** As if outcomes after this moment had not come yet, so that what was read then can be read again. */
  readonly untilUs?: number;
  readonly mixture?: string;
  readonly limit: number;
};

export type LedgerProblem = { readonly requestId: string | null; readonly problem: string };

/** Append-only record of requests, decisions, attempts, outcomes, and of what was learnt from them. */
export type Ledger = {
  /**
   * Resolves once the record is committed (`strict`) or queued (`batched`, committed within 50 ms).
   * Rejects with `ledger_unavailable`. The same id twice is one record.
   */
  append(record: RequestRecord): Promise<void>;
  /** As `append`; rejects with `unknown_request` when the outcome's request is not in the ledger. */
  appendOutcome(outcome: Outcome): Promise<void>;
  /** Newest first. */
  list(filter: RequestFilter): Promise<readonly RequestRecord[]>;
  find(requestId: string): Promise<RequestRecord | null>;
  /** Of repeated outcomes only the newest counts, as in `verified`. */
  outcomeCounts(): Promise<readonly OutcomeCount[]>;
  totals(filter?: TotalsFilter): Promise<LedgerTotals>;
  expertRecords(filter?: Pick<RequestFilter, "mixture" | "sinceUs">): Promise<readonly ExpertRecord[]>;
  /** Oldest first, in pages, for export. */
  export(filter?: { readonly sinceUs?: number }): AsyncIterable<RequestRecord>;
  /**
   * A page of verified attempts in the order of outcome ids, shadow runs and outcomes that could not tell included. Of
   * repeated outcomes (same request, attempt and source) only the newest is evidence: feedback that is sent five times
   * teaches once. One that comes after its predecessor was read takes that one's place.
   */
  verified(filter: VerifiedFilter): Promise<readonly VerifiedRow[]>;
  /** Committed when it resolves, in every mode, as are the two below. The same id twice is one event. */
  appendEvent(event: MixtureEvent): Promise<void>;
  /** Newest first. */
  events(filter: EventFilter): Promise<readonly MixtureEvent[]>;
  /** Gives it the mixture's next version, or finds the one it got when it was stored before. */
  savePolicy(policy: Omit<StoredPolicy, "version">): Promise<StoredPolicy>;
  /** Newest first. */
  policies(mixture: string): Promise<readonly PolicySummary[]>;
  findPolicy(mixture: string, versionOrDigest: string): Promise<StoredPolicy | null>;
  /** The same id twice is one certificate. */
  saveCertificate(certificate: Certificate): Promise<void>;
  /** Newest first. */
  certificates(filter?: { readonly mixture?: string }): Promise<readonly Certificate[]>;
  findCertificate(id: string): Promise<Certificate | null>;
  /** Checks the file itself and that parts sum to totals; empty when sound. */
  verify(): Promise<readonly LedgerProblem[]>;
  /** Commits what is queued, then closes. */
  close(): Promise<void>;
};
