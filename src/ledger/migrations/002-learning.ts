import { type Kysely, sql } from "kysely";
import type { Migration, SchemaDialect } from "./migration.ts";

/** Columns added to each table; a value that rows written before get is beside them. */
const ADDED = {
  request: ["shadow_of", "features"],
  decision: ["mode", "role", "certificate", "lambda_per_usd", "steps"],
  attempt: ["answer_key"],
} as const;

export const learning: Migration = {
  name: "shadow runs, features, answer keys, policies, certificates, events",

  async up(db, dialect) {
    await extendRequest(db, dialect);
    await extendDecision(db);
    await db.schema.alterTable("attempt").addColumn("answer_key", "text").execute();
    await createPolicy(db);
    await createCertificate(db, dialect);
    await createMixtureEvent(db, dialect);
  },

  async down(db) {
    await db.schema.dropIndex("request_shadow_of").execute();
    for (const table of ["mixture_event", "certificate", "policy"]) {
      // oxlint-disable-next-line no-await-in-loop -- one connection: there is nothing to run side by side
      await db.schema.dropTable(table).execute();
    }
    for (const [table, columns] of Object.entries(ADDED)) {
      for (const column of columns) {
        // oxlint-disable-next-line no-await-in-loop -- SQLite drops one column a statement
        await db.schema.alterTable(table).dropColumn(column).execute();
      }
    }
  },
};

async function extendRequest(db: Kysely<unknown>, { id }: SchemaDialect): Promise<void> {
  await db.schema.alterTable("request").addColumn("shadow_of", id).execute();
  await db.schema.alterTable("request").addColumn("features", "text").execute();
  // Few requests are shadows: only these are in the index.
  await sql`create index request_shadow_of on request (shadow_of) where shadow_of is not null`.execute(db);
}

async function extendDecision(db: Kysely<unknown>): Promise<void> {
  const text = (name: string, before: string) =>
    db.schema
      .alterTable("decision")
      .addColumn(name, "text", (column) => column.notNull().defaultTo(before))
      .execute();
  await text("mode", "route");
  await text("role", "policy");
  await db.schema.alterTable("decision").addColumn("certificate", "text").execute();
  await db.schema.alterTable("decision").addColumn("lambda_per_usd", "double precision").execute();
  await text("steps", "[]");
  await sql`update decision set role = 'pinned' where mixture is null`.execute(db);
}

async function createPolicy(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("policy")
    .addColumn("mixture", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("at_us", "bigint", (column) => column.notNull())
    .addColumn("origin", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("policy_pk", ["mixture", "version"])
    .addUniqueConstraint("policy_digest", ["mixture", "digest"])
    .execute();
}

async function createCertificate(db: Kysely<unknown>, { id }: SchemaDialect): Promise<void> {
  await db.schema
    .createTable("certificate")
    .addColumn("id", id, (column) => column.primaryKey())
    .addColumn("mixture", "text", (column) => column.notNull())
    .addColumn("policy_version", "text", (column) => column.notNull())
    .addColumn("issued_us", "bigint", (column) => column.notNull())
    .addColumn("expires_us", "bigint", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .execute();
}

async function createMixtureEvent(db: Kysely<unknown>, { id }: SchemaDialect): Promise<void> {
  await db.schema
    .createTable("mixture_event")
    .addColumn("id", id, (column) => column.primaryKey())
    .addColumn("at_us", "bigint", (column) => column.notNull())
    .addColumn("mixture", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("policy_version", "text")
    .addColumn("certificate", "text")
    .addColumn("expert", "text")
    // `by` is a reserved word in SQL.
    .addColumn("by_whom", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex("mixture_event_mixture")
    .on("mixture_event")
    .columns(["mixture", "id"])
    .execute();
}
