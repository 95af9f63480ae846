import type { Kysely } from "kysely";
import type { Migration, SchemaDialect } from "./migration.ts";

export const requests: Migration = {
  name: "requests, decisions, attempts, outcomes",

  async up(db, dialect) {
    await createRequest(db, dialect);
    await createDecision(db, dialect);
    await createAttempt(db, dialect);
    await createOutcome(db, dialect);
  },

  async down(db) {
    for (const table of ["outcome", "attempt", "decision", "request"]) {
      // oxlint-disable-next-line no-await-in-loop -- children go before the table they refer to
      await db.schema.dropTable(table).execute();
    }
  },
};

async function createRequest(db: Kysely<unknown>, { id }: SchemaDialect): Promise<void> {
  await db.schema
    .createTable("request")
    .addColumn("id", id, (column) => column.primaryKey())
    .addColumn("received_us", "bigint", (column) => column.notNull())
    .addColumn("key_id", "text", (column) => column.notNull())
    .addColumn("surface", "text", (column) => column.notNull())
    .addColumn("model", "text", (column) => column.notNull())
    .addColumn("stream", "integer", (column) => column.notNull())
    .addColumn("task", "text")
    .addColumn("expert", "text")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("error_code", "text")
    .addColumn("http_status", "integer", (column) => column.notNull())
    .addColumn("first_byte_us", "bigint")
    .addColumn("total_us", "bigint", (column) => column.notNull())
    .addColumn("overhead_us", "bigint", (column) => column.notNull())
    .addColumn("cost_nano_usd", "bigint")
    .addColumn("energy_mj", "bigint")
    .addColumn("prompt_hash", "text")
    .addColumn("prompt", "text")
    .addColumn("answer", "text")
    .execute();
  await db.schema.createIndex("request_received_us").on("request").column("received_us").execute();
}

async function createDecision(db: Kysely<unknown>, { id }: SchemaDialect): Promise<void> {
  await db.schema
    .createTable("decision")
    .addColumn("request_id", id, (column) => column.primaryKey().references("request.id"))
    .addColumn("mixture", "text")
    .addColumn("policy", "text", (column) => column.notNull())
    .addColumn("policy_version", "text", (column) => column.notNull())
    .addColumn("task", "text")
    .addColumn("candidates", "text", (column) => column.notNull())
    .addColumn("draw", "double precision", (column) => column.notNull())
    .addColumn("chosen", "text", (column) => column.notNull())
    .addColumn("expert_order", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .execute();
}

async function createAttempt(db: Kysely<unknown>, { id }: SchemaDialect): Promise<void> {
  await db.schema
    .createTable("attempt")
    .addColumn("request_id", id, (column) => column.notNull().references("request.id"))
    .addColumn("attempt", "integer", (column) => column.notNull())
    .addColumn("expert", "text", (column) => column.notNull())
    .addColumn("provider", "text", (column) => column.notNull())
    .addColumn("model", "text", (column) => column.notNull())
    .addColumn("started_us", "bigint", (column) => column.notNull())
    .addColumn("first_byte_us", "bigint")
    .addColumn("total_us", "bigint", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("error_code", "text")
    .addColumn("error_message", "text")
    .addColumn("http_status", "integer")
    .addColumn("finish_reason", "text")
    .addColumn("finish_reason_raw", "text")
    .addColumn("upstream_request_id", "text")
    .addColumn("input_uncached", "bigint")
    .addColumn("input_cache_read", "bigint")
    .addColumn("input_cache_write_5m", "bigint")
    .addColumn("input_cache_write_1h", "bigint")
    .addColumn("input_audio", "bigint")
    .addColumn("input_image", "bigint")
    .addColumn("input_total", "bigint")
    .addColumn("output_visible", "bigint")
    .addColumn("output_reasoning", "bigint")
    .addColumn("output_audio", "bigint")
    .addColumn("output_total", "bigint")
    .addColumn("usage_source", "text")
    .addColumn("service_tier", "text")
    .addColumn("web_searches", "bigint")
    .addColumn("usage_raw", "text")
    .addColumn("cost_nano_usd", "bigint")
    .addColumn("price_version", "text")
    .addColumn("price_date", "text")
    .addColumn("cost_estimated", "integer")
    .addColumn("energy_mj", "bigint")
    .addColumn("energy_source", "text")
    .addPrimaryKeyConstraint("attempt_pk", ["request_id", "attempt"])
    .execute();
}

async function createOutcome(db: Kysely<unknown>, { id }: SchemaDialect): Promise<void> {
  await db.schema
    .createTable("outcome")
    .addColumn("id", id, (column) => column.primaryKey())
    .addColumn("request_id", id, (column) => column.notNull().references("request.id"))
    .addColumn("attempt", "integer")
    .addColumn("expert", "text", (column) => column.notNull())
    .addColumn("task", "text")
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("check_name", "text")
    .addColumn("verifier_version", "text")
    .addColumn("correct", "integer")
    .addColumn("score", "double precision")
    .addColumn("comment", "text")
    .addColumn("at_us", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("outcome_request_id").on("outcome").column("request_id").execute();
}
