import type { Outcome } from "../core/outcome.ts";
import type { RequestRecord } from "../core/request-record.ts";

export type RequestFilter = {
  /** Rows older than this request id (ids sort by time), for paging. */
  readonly before?: string;
  readonly sinceUs?: number;
  readonly expert?: string;
  readonly status?: string;
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

export type LedgerTotals = {
  readonly requests: number;
  readonly attempts: number;
  readonly outcomes: number;
  readonly costNanoUsd: bigint;
  /** Requests whose cost is unknown: the total is a lower bound while this is above 0. */
  readonly costUnknown: number;
  readonly energyMj: bigint;
  readonly energyUnknown: number;
};

export type LedgerProblem = { readonly requestId: string | null; readonly problem: string };

/** Append-only record of requests, decisions, attempts, outcomes. */
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
  outcomeCounts(): Promise<readonly OutcomeCount[]>;
  totals(filter?: Omit<RequestFilter, "limit" | "before">): Promise<LedgerTotals>;
  /** Oldest first, in pages, for export. */
  export(filter?: { readonly sinceUs?: number }): AsyncIterable<RequestRecord>;
  /** Checks the file itself and that parts sum to totals; empty when sound. */
  verify(): Promise<readonly LedgerProblem[]>;
  /** Commits what is queued, then closes. */
  close(): Promise<void>;
};
