import { AppError } from "../../core/app-error.ts";
import { assembleLedger } from "../assemble.ts";
import { createGroupCommit, type LedgerMode } from "../group-commit.ts";
import type { Ledger, LedgerProblem } from "../ledger.ts";
import { isWrite, type OperationValue } from "../operations.ts";
import { appError, type Command, type PlainFailure } from "./messages.ts";
import { type Durability, MEMORY_PATH } from "./open-file.ts";
import { startWorker, type WorkerClient } from "./worker-client.ts";

export type SqliteOptions = {
  readonly path: string;
  readonly mode: LedgerMode;
  readonly durability: Durability;
  readonly readOnly: boolean;
};

/** A ledger in one SQLite file. One thread writes; once it has, a second one reads, so that no long read delays a commit. */
export async function openSqliteLedger(options: SqliteOptions): Promise<Ledger> {
  const { path, mode, durability, readOnly } = options;
  const writer = await startWorker({ path, role: readOnly ? "read" : "write", durability });
  let reader: Promise<WorkerClient> | null =
    path === MEMORY_PATH || readOnly ? Promise.resolve(writer) : null;
  let written = false;

  async function write(command: Command): Promise<unknown> {
    if (readOnly) throw new AppError("ledger_unavailable", "The ledger is open for reading only.");
    written = true;
    return writer.ask(command);
  }

  const groups = createGroupCommit(async (entries) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `worker.ts` answers "write" with this
    const failures = (await write({ type: "write", entries })) as readonly PlainFailure[];
    return failures.map(({ index, error }) => ({ index, error: appError(error) }));
  }, mode);

  async function read(command: Command): Promise<unknown> {
    // Until the first write the writer is idle: start-up and the command line need no second thread.
    if (written) reader ??= startReader();
    const thread = reader === null ? writer : await reader;
    return thread.ask(command);
  }

  function startReader(): Promise<WorkerClient> {
    return startWorker({ path, role: "read", durability }).catch((error: unknown) => {
      reader = null;
      throw error;
    });
  }

  return assembleLedger({
    groups,
    run(name, argument) {
      const command = { type: "operate", name, argument } as const;
      const answer = isWrite(name) ? write(command) : read(command);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `worker.ts` answers with the operation's value
      return answer as Promise<OperationValue<typeof name>>;
    },
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `worker.ts` answers "verify" with this
    verify: async () => (await read({ type: "verify" })) as readonly LedgerProblem[],
    async close() {
      const threads = new Set([writer, ...(reader ? [await reader] : [])]);
      await Promise.all([...threads].map((thread) => thread.ask({ type: "close" })));
    },
  });
}
