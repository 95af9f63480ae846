import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { LedgerPlace } from "../ledger-place-testing.ts";
import { openLedger } from "../open.ts";

/** A file in a folder of its own, for tests. */
export async function createSqlitePlace(): Promise<LedgerPlace> {
  const folder = await mkdtemp(join(tmpdir(), "toque-ledger-"));
  const path = join(folder, "data", "ledger.sqlite");
  return {
    open: (options = {}) => openLedger({ location: path, ...options }),
    async damage(statement) {
      const file = new DatabaseSync(path, { enableForeignKeyConstraints: false });
      file.exec(statement);
      file.close();
    },
    clear: () => rm(folder, { recursive: true }),
  };
}
