import { parentPort, workerData } from "node:worker_threads";
import { Kysely, sql } from "kysely";
import type { LedgerProblem } from "../ledger.ts";
import { migrate } from "../migrations/migrate.ts";
import { operate } from "../operations.ts";
import type { LedgerSchema } from "../schema.ts";
import { verifyRecords } from "../verify.ts";
import { writeGroup } from "../write-group.ts";
import { SQLITE_SCHEMA, sqliteDialect } from "./dialect.ts";
import { explainError, isEntryFault } from "./explain-error.ts";
import { prepareInsertGroup } from "./insert-group.ts";
import { type Answer, type Command, plainError, type PlainFailure } from "./messages.ts";
import { openFile, type SqliteFile } from "./open-file.ts";

/** The thread that owns one connection, so that no SQL ever runs on the thread that serves requests. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `worker-client.ts` is the only one to start it
const { role, ...options } = workerData as SqliteFile;
const port = parentPort;
if (!port) throw new Error("worker.ts runs in a worker thread only.");

const opened = open();
let last: Promise<unknown> = answer(async () => {
  await opened;
  return null;
});

port.on("message", (command: Command) => {
  last = last.then(() => answer(() => run(command)));
  if (command.type === "close") void last.then(() => port.close());
});

async function answer(produce: () => Promise<unknown>): Promise<void> {
  const message: Answer = await produce().then(
    (value) => ({ ok: true, value }) as const,
    (error: unknown) => ({ ok: false, error: plainError(explainError(error)) }) as const,
  );
  port?.postMessage(message);
}

async function open() {
  const file = openFile({ role, ...options });
  const db = new Kysely<LedgerSchema>({ dialect: sqliteDialect(file) });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- migrations see the schema change under them
  if (role === "write") await migrate(db as unknown as Kysely<unknown>, { dialect: SQLITE_SCHEMA });
  return { db, insert: prepareInsertGroup(file, db) };
}

async function run(command: Command): Promise<unknown> {
  const { db, insert } = await opened;
  switch (command.type) {
    case "write": {
      const failures = await writeGroup(command.entries, { insert, isEntryFault, explain: explainError });
      return failures.map(({ index, error }): PlainFailure => ({ index, error: plainError(error) }));
    }
    case "operate":
      return operate(db, command);
    case "verify":
      return [...(await verifyFile(db)), ...(await verifyRecords(db))];
    case "close":
      await db.destroy();
      return null;
    default:
      return command satisfies never;
  }
}

async function verifyFile(db: Kysely<LedgerSchema>): Promise<readonly LedgerProblem[]> {
  const integrity = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  const foreign = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db);
  return [
    ...integrity.rows
      .filter((row) => row.integrity_check !== "ok")
      .map((row) => ({ requestId: null, problem: `integrity_check: ${row.integrity_check}` })),
    ...foreign.rows.map((row) => ({
      requestId: null,
      problem: `a row of ${row.table} has no ${row.parent}`,
    })),
  ];
}
