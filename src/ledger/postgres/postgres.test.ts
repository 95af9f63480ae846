import { env, pid } from "node:process";
import { Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { describeLedger, type LedgerPlace } from "../conformance.ts";
import { openLedger } from "../open.ts";
import { postgresDialect } from "./dialect.ts";

const url = env["TOQUE_POSTGRES_URL"] ?? "";
let places = 0;

// A check that silently did not run looks like one that passed: in CI a missing database is a failure.
test.skipIf(url === "" && !env["CI"])("TOQUE_POSTGRES_URL is set (tests/postgres.sh starts a server)", () => {
  expect(url).not.toBe("");
});

describe.skipIf(url === "")("with a server", () => {
  describeLedger("PostgreSQL", createPlace);
});

test("an address where nobody listens is refused with a hint", async () => {
  await expect(openLedger({ location: "postgres://nobody@127.0.0.1:1/none" })).rejects.toThrow(
    expect.objectContaining({ code: "ledger_unavailable", hint: expect.stringContaining("PostgreSQL runs") }),
  );
});

/** A schema of its own per test, dropped afterwards. */
async function createPlace(): Promise<LedgerPlace> {
  const schema = `ledger_test_${pid}_${places++}`;
  const admin = new Kysely<unknown>({ dialect: postgresDialect(url) });
  await sql.raw(`create schema ${schema}`).execute(admin);
  const location = new URL(url);
  location.searchParams.set("options", `-c search_path=${schema}`);
  return {
    open: (mode = "strict") => openLedger({ location: location.href, mode }),
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
