import { env, pid } from "node:process";
import { Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { describeLedger } from "../conformance.ts";
import { describeEvidence } from "../conformance-evidence.ts";
import { describeLearnt } from "../conformance-learnt.ts";
import type { LedgerPlace } from "../ledger-place-testing.ts";
import { openLedger } from "../open.ts";
import { exampleRecord } from "../examples.ts";
import { migrate } from "../migrations/migrate.ts";
import { ROWS_OF_001 } from "../migrations/rows-of-001-testing.ts";
import { POSTGRES_SCHEMA, postgresDialect } from "./dialect.ts";

const url = env["TOQUE_POSTGRES_URL"] ?? "";
let places = 0;

// A check that silently did not run looks like one that passed: who asked for it gets a failure.
test.skipIf(url === "" && !env["TOQUE_POSTGRES_REQUIRED"])(
  "TOQUE_POSTGRES_URL is set (tests/postgres.sh starts a server)",
  () => {
    expect(url).not.toBe("");
  },
);

describe.skipIf(url === "")("with a server", () => {
  describeLedger("PostgreSQL", createPlace);
  describeEvidence("PostgreSQL", createPlace);
  describeLearnt("PostgreSQL", createPlace);
  describeMigrations();

  test("a connection that the server drops is replaced", async () => {
    const place = await createPlace();
    const ledger = await place.open();
    await ledger.append(exampleRecord(1));
    await place.damage(
      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and state = 'idle'",
    );
    // The pool hears of the loss in its own time; an append until then is refused, which is not a loss.
    await expect
      .poll(() =>
        ledger.append(exampleRecord(2)).then(
          () => "recorded",
          () => "refused",
        ),
      )
      .toBe("recorded");
    expect(await ledger.list({ limit: 9 })).toHaveLength(2);
    await ledger.close();
    await place.clear();
  });
});

function describeMigrations(): void {
  test("migrations go forward, back to nothing and forward again", async () => {
    const place = await createPlace();
    const db = new Kysely<unknown>({ dialect: postgresDialect(place.location) });
    const tables = async () =>
      (
        await sql<{ name: string }>`select table_name as name from information_schema.tables
        where table_schema = current_schema() order by 1`.execute(db)
      ).rows.map(({ name }) => name);
    await migrate(db, { dialect: POSTGRES_SCHEMA });
    const newest = await tables();
    expect(newest).toStrictEqual([
      "attempt",
      "certificate",
      "decision",
      "migration",
      "mixture_event",
      "outcome",
      "policy",
      "request",
    ]);
    await migrate(db, { dialect: POSTGRES_SCHEMA, to: 0 });
    expect(await tables()).toStrictEqual(["migration"]);
    await migrate(db, { dialect: POSTGRES_SCHEMA });
    expect(await tables()).toStrictEqual(newest);
    await db.destroy();
    await place.clear();
  });

  test("a ledger at migration 1 is migrated in place, with its rows", async () => {
    const place = await createPlace();
    const db = new Kysely<unknown>({ dialect: postgresDialect(place.location) });
    await migrate(db, { dialect: POSTGRES_SCHEMA, to: 1 });
    for (const statement of ROWS_OF_001) await sql.raw(statement).execute(db);
    const ledger = await place.open();
    expect(await ledger.verify()).toStrictEqual([]);
    expect(await ledger.list({ limit: 9 })).toMatchObject([
      {
        id: "req_2",
        shadowOf: null,
        decision: { role: "pinned", steps: [] },
        attempts: [{ answerKey: null }],
      },
      {
        id: "req_1",
        features: null,
        decision: { role: "policy", mode: "route" },
        outcomes: [{ id: "out_1" }],
      },
    ]);
    await ledger.close();
    await migrate(db, { dialect: POSTGRES_SCHEMA, to: 1 });
    expect((await sql`select id from request`.execute(db)).rows).toHaveLength(2);
    await db.destroy();
    await place.clear();
  });
}

test("an address where nobody listens is refused with a hint", async () => {
  await expect(openLedger({ location: "postgres://nobody@127.0.0.1:1/none" })).rejects.toThrow(
    expect.objectContaining({ code: "ledger_unavailable", hint: expect.stringContaining("PostgreSQL runs") }),
  );
});

/** A schema of its own per test, dropped afterwards. */
async function createPlace(): Promise<LedgerPlace & { readonly location: string }> {
  const schema = `ledger_test_${pid}_${places++}`;
  const admin = new Kysely<unknown>({ dialect: postgresDialect(url) });
  await sql.raw(`create schema ${schema}`).execute(admin);
  const location = new URL(url);
  location.searchParams.set("options", `-c search_path=${schema}`);
  return {
    location: location.href,
    open: (options = {}) => openLedger({ location: location.href, ...options }),
    async damage(statement) {
      await admin.connection().execute(async (db) => {
        await sql.raw(`set search_path to ${schema}`).execute(db);
        await sql.raw(statement).execute(db);
      });
    },
    async clear() {
      await sql.raw(`drop schema ${schema} cascade`).execute(admin);
      await admin.destroy();
    },
  };
}
