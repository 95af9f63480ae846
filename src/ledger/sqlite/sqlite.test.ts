import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { describeLedger } from "../conformance.ts";
import { exampleRecord } from "../examples.ts";
import { openLedger } from "../open.ts";

describeLedger("SQLite", async () => {
  const folder = await mkdtemp(join(tmpdir(), "toque-ledger-"));
  const path = join(folder, "data", "ledger.sqlite");
  return {
    open: (mode = "strict") => openLedger({ location: path, mode }),
    async damage(statement) {
      const file = new DatabaseSync(path, { enableForeignKeyConstraints: false });
      file.exec(statement);
      file.close();
    },
    clear: () => rm(folder, { recursive: true }),
  };
});

test("a ledger in memory serves reads and writes from one thread", async () => {
  const ledger = await openLedger({ location: ":memory:" });
  await ledger.append(exampleRecord(1));
  expect(await ledger.list({ limit: 5 })).toStrictEqual([exampleRecord(1)]);
  expect(await ledger.verify()).toStrictEqual([]);
  await ledger.close();
});
