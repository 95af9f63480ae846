import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listRequests } from "../queries.ts";
import type { LedgerSchema } from "../schema.ts";
import { SQLITE_SCHEMA, sqliteDialect } from "../sqlite/dialect.ts";
import { migrate } from "./migrate.ts";
import type { Migration } from "./migration.ts";
import { MIGRATIONS } from "./migrations.ts";
import { ROWS_OF_001 } from "./rows-of-001-testing.ts";

let file: DatabaseSync;
let db: Kysely<unknown>;

beforeEach(() => {
  file = new DatabaseSync(":memory:");
  db = new Kysely<unknown>({ dialect: sqliteDialect(file) });
});
afterEach(() => db.destroy());

const dialect = SQLITE_SCHEMA;
const addNote: Migration = {
  name: "a note per request",
  up: (on) => on.schema.alterTable("request").addColumn("note", "text").execute(),
  down: (on) => on.schema.alterTable("request").dropColumn("note").execute(),
};

/** Tables, columns and indexes as the database itself wrote them down. */
function schemaText(): readonly unknown[] {
  return file
    .prepare(
      "select sql from sqlite_master where name not like 'migration%' and sql is not null order by name",
    )
    .all();
}

function dumpOf(tables: readonly string[]): readonly unknown[] {
  return tables.map((table) => file.prepare(`select * from ${table} order by 1, 2`).all());
}

function currentNumber(): unknown {
  return file.prepare("select max(number) as number from migration").get()?.["number"];
}

describe("migrations", () => {
  test("every one of them goes forward, back to nothing and forward again to the same schema", async () => {
    await migrate(db, { dialect });
    const newest = schemaText();
    expect(newest.length).toBeGreaterThan(4);
    await migrate(db, { dialect, to: 0 });
    expect(schemaText()).toStrictEqual([]);
    await migrate(db, { dialect });
    expect(schemaText()).toStrictEqual(newest);
  });

  test("each one alone can be taken back", async () => {
    for (let number = 1; number <= MIGRATIONS.length; number++) {
      await migrate(db, { dialect, to: number - 1 });
      const before = schemaText();
      await migrate(db, { dialect, to: number });
      await migrate(db, { dialect, to: number - 1 });
      expect(schemaText()).toStrictEqual(before);
      await migrate(db, { dialect, to: number });
    }
  });

  test("a new one runs on a database with rows and keeps them", async () => {
    await migrate(db, { dialect });
    file.exec(`insert into request (id, received_us, key_id, surface, model, stream, status, http_status, total_us,
      overhead_us) values ('req_1', 1, 'k', 's', 'm', 0, 'ok', 200, 1, 1)`);
    await migrate(db, { dialect, migrations: [...MIGRATIONS, addNote] });
    expect(file.prepare("select id, note from request").all()).toEqual([{ id: "req_1", note: null }]);
    expect(currentNumber()).toBe(MIGRATIONS.length + 1);
    await migrate(db, { dialect, migrations: [...MIGRATIONS, addNote], to: MIGRATIONS.length });
    expect(file.prepare("select id from request").all()).toEqual([{ id: "req_1" }]);
  });

  test("one that fails leaves the database as it was", async () => {
    await migrate(db, { dialect });
    const before = schemaText();
    const broken: Migration = {
      ...addNote,
      up: async (on) => {
        await addNote.up(on, dialect);
        await sql`select * from nowhere`.execute(on);
      },
    };
    await expect(migrate(db, { dialect, migrations: [...MIGRATIONS, broken] })).rejects.toThrow(/nowhere/);
    expect(schemaText()).toStrictEqual(before);
    expect(currentNumber()).toBe(MIGRATIONS.length);
  });

  test("a database newer than the program is refused and left alone", async () => {
    await migrate(db, { dialect, migrations: [...MIGRATIONS, addNote] });
    const before = schemaText();
    await expect(migrate(db, { dialect })).rejects.toThrow(
      expect.objectContaining({
        code: "ledger_unavailable",
        retryable: false,
        hint: expect.stringContaining("newer Toque"),
      }),
    );
    expect(schemaText()).toStrictEqual(before);
  });
});

test("rows that migration 1 wrote are read with what was unknown then, and survive the way back", async () => {
  await migrate(db, { dialect, to: 1 });
  for (const statement of ROWS_OF_001) file.exec(statement);
  const before = dumpOf(["request", "decision", "attempt", "outcome"]);
  await migrate(db, { dialect });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the newest schema is there now
  const ledger = db as unknown as Kysely<LedgerSchema>;
  const [pinned, mixed] = await listRequests(ledger, { limit: 9 });
  expect(mixed).toMatchObject({
    id: "req_1",
    shadowOf: null,
    features: null,
    decision: { mode: "route", role: "policy", certificate: null, lambdaPerUsd: null, steps: [] },
    attempts: [{ answerKey: null, cost: { nanoUsd: 5000 } }],
    outcomes: [{ id: "out_1", correct: true }],
  });
  expect(pinned).toMatchObject({ id: "req_2", decision: { mode: "route", role: "pinned" } });
  await migrate(db, { dialect, to: 1 });
  expect(dumpOf(["request", "decision", "attempt", "outcome"])).toStrictEqual(before);
});
