import { PostgresDialect, sql } from "kysely";
import { Pool, types } from "pg";
import type { SchemaDialect } from "../migrations/migration.ts";

/** Any number, the same in every Toque: two gateways that start together migrate one after the other. */
const MIGRATION_LOCK = 7_016_535;
const CONNECTIONS_MAX = 8;
const CONNECT_MS_MAX = 5_000;

export const POSTGRES_SCHEMA: SchemaDialect = {
  id: sql`text collate "C"`,
  beginExclusive: ["begin", `select pg_advisory_xact_lock(${MIGRATION_LOCK})`],
};

export function postgresDialect(url: string): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    types: {
      // The driver reads `bigint` as text; every single value of ours fits a number, and sums are cast to text.
      getTypeParser: (id, format) => (id === types.builtins.INT8 ? Number : types.getTypeParser(id, format)),
    },
  });
  // An idle connection that breaks is replaced; the query that needs one next reports what is wrong.
  pool.on("error", () => {});
  return new PostgresDialect({ pool });
}
