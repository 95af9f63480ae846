import { Kysely } from "kysely";
import { AppError } from "../../core/app-error.ts";
import { assembleLedger } from "../assemble.ts";
import { createGroupCommit, type LedgerMode } from "../group-commit.ts";
import type { Ledger } from "../ledger.ts";
import { migrate } from "../migrations/migrate.ts";
import { isWrite, operate, type OperationValue } from "../operations.ts";
import type { LedgerSchema } from "../schema.ts";
import { verifyRecords } from "../verify.ts";
import { writeGroup } from "../write-group.ts";
import { POSTGRES_SCHEMA, postgresDialect } from "./dialect.ts";
import { explainError, isEntryFault } from "./explain-error.ts";
import { insertGroup } from "./insert-group.ts";

export type PostgresOptions = {
  readonly url: string;
  readonly mode: LedgerMode;
  readonly readOnly: boolean;
};

/** A ledger that several gateways share. */
export async function openPostgresLedger({ url, mode, readOnly }: PostgresOptions): Promise<Ledger> {
  const db = new Kysely<LedgerSchema>({ dialect: postgresDialect(url) });
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- migrations see the schema change under them
    if (!readOnly) await migrate(db as unknown as Kysely<unknown>, { dialect: POSTGRES_SCHEMA });
  } catch (error) {
    await db.destroy();
    throw explainError(error);
  }

  function refuseWrites(): void {
    if (readOnly) throw new AppError("ledger_unavailable", "The ledger is open for reading only.");
  }

  return assembleLedger({
    groups: createGroupCommit(async (entries) => {
      refuseWrites();
      return writeGroup(entries, {
        insert: (part) => insertGroup(db, part),
        isEntryFault,
        explain: explainError,
      });
    }, mode),
    run(name, argument) {
      const answer = explained(async () => {
        if (isWrite(name)) refuseWrites();
        return operate(db, { name, argument });
      });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each operation gives its own value
      return answer as Promise<OperationValue<typeof name>>;
    },
    verify: () => explained(() => verifyRecords(db)),
    close: () => db.destroy(),
  });
}

async function explained<Value>(work: () => Promise<Value>): Promise<Value> {
  return work().catch((error: unknown) => {
    throw explainError(error);
  });
}
