import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exampleRecord, requestId } from "../examples.ts";
import { migrate } from "../migrations/migrate.ts";
import { openLedger } from "../open.ts";
import { listRequests } from "../queries.ts";
import type { LedgerSchema } from "../schema.ts";
import { writeGroup } from "../write-group.ts";
import { SQLITE_SCHEMA, sqliteDialect } from "./dialect.ts";
import { explainError, isEntryFault } from "./explain-error.ts";
import { prepareInsertGroup } from "./insert-group.ts";
import { openFile } from "./open-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "toque-failure-"));
});
afterEach(() => rm(folder, { recursive: true }));

function unavailable(hint: string) {
  return expect.objectContaining({ code: "ledger_unavailable", hint: expect.stringContaining(hint) });
}

describe("when the file cannot be used", () => {
  test("a file that is no database is refused with what to do", async () => {
    const location = join(folder, "ledger.sqlite");
    await writeFile(location, "this is not a database, it only lives where one is expected".repeat(20));
    await expect(openLedger({ location })).rejects.toThrow(unavailable("backup"));
  });

  test("a path that is a folder is refused with what to do", async () => {
    await expect(openLedger({ location: folder })).rejects.toThrow(unavailable("folder"));
  });
});

test("a full disk fails the append with a hint, and appends work again once there is room", async () => {
  const file = openFile({ path: join(folder, "ledger.sqlite"), role: "write", durability: "process" });
  const db = new Kysely<LedgerSchema>({ dialect: sqliteDialect(file) });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- migrations see the schema change under them
  await migrate(db as unknown as Kysely<unknown>, { dialect: SQLITE_SCHEMA });
  const target = { insert: prepareInsertGroup(file, db), isEntryFault, explain: explainError };
  const write = (index: number, prompt: string) =>
    writeGroup([{ type: "request", record: exampleRecord(index, { prompt }) }], target);

  file.exec("pragma max_page_count = 40");
  expect(await write(1, "x".repeat(400_000))).toMatchObject([
    { error: { code: "ledger_unavailable", hint: "Free space on the ledger's disk." } },
  ]);
  expect(await write(2, "small")).toStrictEqual([]);
  expect((await listRequests(db, { limit: 9 })).map(({ id }) => id)).toStrictEqual([requestId(2)]);
  await db.destroy();
});

test("a second process that holds the write lock delays an append but does not lose it", async () => {
  const location = join(folder, "ledger.sqlite");
  const ledger = await openLedger({ location });
  const other = new DatabaseSync(location);
  other.exec("begin immediate");
  const append = ledger.append(exampleRecord(1));
  await new Promise((resolve) => setTimeout(resolve, 100));
  other.exec("commit");
  other.close();
  await append;
  expect(await ledger.find(exampleRecord(1).id)).toStrictEqual(exampleRecord(1));
  await ledger.close();
});
