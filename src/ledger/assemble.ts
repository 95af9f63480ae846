import { AppError } from "../core/app-error.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { Ledger, LedgerProblem } from "./ledger.ts";
import type { RunOperation } from "./operations.ts";
import { pageThrough } from "./page-through.ts";

/** What a database brings; everything else is the same for all of them. */
export type LedgerEngine = {
  readonly groups: GroupCommit;
  readonly run: RunOperation;
  verify(): Promise<readonly LedgerProblem[]>;
  close(): Promise<void>;
};

export function assembleLedger(engine: LedgerEngine): Ledger {
  const { groups } = engine;
  let closing: Promise<void> | null = null;

  /** Sees everything appended before. */
  async function afterAppends<Value>(work: () => Promise<Value>): Promise<Value> {
    await groups.flush();
    if (closing) throw new AppError("ledger_unavailable", "The ledger is closed.");
    return work();
  }
  const run: RunOperation = (name, argument) => afterAppends(() => engine.run(name, argument));

  async function close(): Promise<void> {
    try {
      await groups.close();
    } finally {
      await engine.close();
    }
  }

  return {
    append: (record) => groups.append({ type: "request", record }),
    appendOutcome: (outcome) => groups.append({ type: "outcome", outcome }),
    list: (filter) => run("list", filter),
    find: (requestId) => run("find", requestId),
    outcomeCounts: () => run("outcomeCounts", {}),
    totals: (filter = {}) => run("totals", filter),
    expertRecords: (filter = {}) => run("expertRecords", filter),
    export: (filter) => pageThrough((page) => run("exportPage", page), filter?.sinceUs),
    verified: (filter) => run("verified", filter),
    appendEvent: async (event) => void (await run("appendEvent", event)),
    events: (filter) => run("events", filter),
    savePolicy: (policy) => run("savePolicy", policy),
    policies: (mixture) => run("policies", mixture),
    findPolicy: (mixture, versionOrDigest) => run("findPolicy", { mixture, versionOrDigest }),
    saveCertificate: async (certificate) => void (await run("saveCertificate", certificate)),
    certificates: (filter = {}) => run("certificates", filter),
    findCertificate: (id) => run("findCertificate", id),
    verify: () => afterAppends(() => engine.verify()),
    close: () => (closing ??= close()),
  };
}
