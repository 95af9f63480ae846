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

/** A ledger in one SQLite file. One thread writes; once it has, a second one reads, so that no long read delays a commit. */
export async function openSqliteLedger({ path, mode, durability }: SqliteOptions): Promise<Ledger> {
  const writer = await startWorker({ path, role: "write", durability });
  let reader: Promise<WorkerClient> | null = path === MEMORY_PATH ? Promise.resolve(writer) : null;
  let written = false;

  const groups = createGroupCommit(async (entries) => {
    written = true;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `worker.ts` answers "write" with this
    const failures = (await writer.ask({ type: "write", entries })) as readonly PlainFailure[];
    return failures.map(({ index, error }) => ({ index, error: appError(error) }));
  }, mode);

  /** Reads see everything appended before them. */
  async function read<Value>(command: Command): Promise<Value> {
    await groups.flush();
    if (closing) throw new AppError("ledger_unavailable", "The ledger is closed.");
    // Until the first write the writer is idle: start-up and the command line need no second thread.
    if (written) reader ??= startReader();
    const thread = reader === null ? writer : await reader;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `worker.ts` answers each command with its type
    return (await thread.ask(command)) as Value;
  }

  function startReader(): Promise<WorkerClient> {
    return startWorker({ path, role: "read", durability }).catch((error: unknown) => {
      reader = null;
      throw error;
    });
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
