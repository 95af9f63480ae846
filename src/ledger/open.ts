import type { LedgerMode } from "./group-commit.ts";
import type { Ledger } from "./ledger.ts";
import type { Durability } from "./sqlite/open-file.ts";

export type OpenLedgerOptions = {
  /** A file's path, `:memory:`, or `postgres://…`. */
  readonly location: string;
  /** `strict` (default): an append resolves when committed. `batched`: at once, committed within 50 ms. */
  readonly mode?: LedgerMode;
  /** What a SQLite commit survives; default `process`. PostgreSQL decides for itself. */
  readonly durability?: Durability;
  /** For a second thread or process that reads what another one writes: nothing is migrated, appends are refused. */
  readonly readOnly?: boolean;
};

/** Opens the ledger and migrates it. SQLite for one gateway, PostgreSQL when several share it. */
export async function openLedger(options: OpenLedgerOptions): Promise<Ledger> {
  const { location, mode = "strict", durability = "process", readOnly = false } = options;
  // Loaded on demand: the other database's driver costs start-up time and memory.
  if (/^postgres(ql)?:\/\//.test(location)) {
    const { openPostgresLedger } = await import("./postgres/postgres-ledger.ts");
    return openPostgresLedger({ url: location, mode, readOnly });
  }
  const { openSqliteLedger } = await import("./sqlite/sqlite-ledger.ts");
  return openSqliteLedger({ path: location, mode, durability, readOnly });
}
