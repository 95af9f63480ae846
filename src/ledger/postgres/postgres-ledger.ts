import { Kysely } from "kysely";
import { AppError } from "../../core/app-error.ts";
import { createGroupCommit, type LedgerMode } from "../group-commit.ts";
import type { Ledger } from "../ledger.ts";
import { migrate } from "../migrations/migrate.ts";
import { pageThrough } from "../page-through.ts";
import { countOutcomes, exportPage, findRequest, listRequests, sumTotals } from "../queries.ts";
import type { LedgerSchema } from "../schema.ts";
import { verifyRecords } from "../verify.ts";
import { writeGroup } from "../write-group.ts";
import { POSTGRES_SCHEMA, postgresDialect } from "./dialect.ts";
import { explainError, isEntryFault } from "./explain-error.ts";
import { insertGroup } from "./insert-group.ts";

export type PostgresOptions = { readonly url: string; readonly mode: LedgerMode };

/** A ledger that several gateways share. */
export async function openPostgresLedger({ url, mode }: PostgresOptions): Promise<Ledger> {
  const db = new Kysely<LedgerSchema>({ dialect: postgresDialect(url) });
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- migrations see the schema change under them
    await migrate(db as unknown as Kysely<unknown>, { dialect: POSTGRES_SCHEMA });
  } catch (error) {
    await db.destroy();
    throw explainError(error);
  }

  const groups = createGroupCommit(
    (entries) =>
      writeGroup(entries, { insert: (part) => insertGroup(db, part), isEntryFault, explain: explainError }),
    mode,
  );

  /** Reads see everything appended before them. */
  async function read<Value>(query: () => Promise<Value>): Promise<Value> {
    await groups.flush();
    if (closing) throw new AppError("ledger_unavailable", "The ledger is closed.");
    return query().catch((error: unknown) => {
      throw explainError(error);
    });
  }

  async function close(): Promise<void> {
    try {
      await groups.close();
    } finally {
      await db.destroy();
    }
  }
  let closing: Promise<void> | null = null;

  return {
    append: (record) => groups.append({ type: "request", record }),
    appendOutcome: (outcome) => groups.append({ type: "outcome", outcome }),
    list: (filter) => read(() => listRequests(db, filter)),
    find: (requestId) => read(() => findRequest(db, requestId)),
    outcomeCounts: () => read(() => countOutcomes(db)),
    totals: (filter = {}) => read(() => sumTotals(db, filter)),
    export: (filter) => pageThrough((page) => read(() => exportPage(db, page)), filter?.sinceUs),
    verify: () => read(() => verifyRecords(db)),
    close: () => (closing ??= close()),
  };
}
