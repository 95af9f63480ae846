import { AppError } from "../../core/app-error.ts";
import type { RequestRecord } from "../../core/request-record.ts";
import { createGroupCommit, type LedgerMode } from "../group-commit.ts";
import type { Ledger, LedgerProblem, LedgerTotals, OutcomeCount } from "../ledger.ts";
import { pageThrough } from "../page-through.ts";
import { appError, type Command, type PlainFailure } from "./messages.ts";
import { type Durability, MEMORY_PATH } from "./open-file.ts";
import { startWorker, type WorkerClient } from "./worker-client.ts";

export type SqliteOptions = {
  readonly path: string;
  readonly mode: LedgerMode;
  readonly durability: Durability;
};

/** A ledger in one SQLite file. One thread writes; a second one, started when first needed, reads. */
export async function openSqliteLedger({ path, mode, durability }: SqliteOptions): Promise<Ledger> {
  const writer = await startWorker({ path, role: "write", durability });
  let reader: Promise<WorkerClient> | null = path === MEMORY_PATH ? Promise.resolve(writer) : null;

  const groups = createGroupCommit(async (entries) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `worker.ts` answers "write" with this
    const failures = (await writer.ask({ type: "write", entries })) as readonly PlainFailure[];
    return failures.map(({ index, error }) => ({ index, error: appError(error) }));
  }, mode);

  /** Reads see everything appended before them. */
  async function read<Value>(command: Command): Promise<Value> {
    await groups.flush();
    if (closing) throw new AppError("ledger_unavailable", "The ledger is closed.");
    reader ??= startWorker({ path, role: "read", durability });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `worker.ts` answers each command with its type
    return (await (await reader).ask(command)) as Value;
  }

  async function close(): Promise<void> {
    try {
      await groups.close();
    } finally {
      const threads = new Set([writer, ...(reader ? [await reader] : [])]);
      await Promise.all([...threads].map((thread) => thread.ask({ type: "close" })));
    }
  }
  let closing: Promise<void> | null = null;

  return {
    append: (record) => groups.append({ type: "request", record }),
    appendOutcome: (outcome) => groups.append({ type: "outcome", outcome }),
    list: (filter) => read<readonly RequestRecord[]>({ type: "list", filter }),
    find: (requestId) => read<RequestRecord | null>({ type: "find", requestId }),
    outcomeCounts: () => read<readonly OutcomeCount[]>({ type: "outcomeCounts" }),
    totals: (filter = {}) => read<LedgerTotals>({ type: "totals", filter }),
    export: (filter) =>
      pageThrough((page) => read<readonly RequestRecord[]>({ type: "export", page }), filter?.sinceUs),
    verify: () => read<readonly LedgerProblem[]>({ type: "verify" }),
    close: () => (closing ??= close()),
  };
}
