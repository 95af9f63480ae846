import type { Kysely } from "kysely";
import type { MixtureEvent } from "../core/mixture-event.ts";
import type { EventFilter } from "./ledger.ts";
import type { LedgerSchema, MixtureEventTable } from "./schema.ts";

type Db = Kysely<LedgerSchema>;

const EVENT_ROWS_MAX = 1_000;

export async function insertEvent(db: Db, event: MixtureEvent): Promise<null> {
  const row: MixtureEventTable = {
    id: event.id,
    at_us: Math.round(event.atUs),
    mixture: event.mixture,
    kind: event.kind,
    policy_version: event.policyVersion,
    certificate: event.certificate,
    expert: event.expert,
    by_whom: event.by,
    reason: event.reason,
  };
  await db
    .insertInto("mixture_event")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return null;
}

export async function listEvents(db: Db, filter: EventFilter): Promise<readonly MixtureEvent[]> {
  let query = db.selectFrom("mixture_event").selectAll().orderBy("id", "desc");
  if (filter.mixture !== undefined) query = query.where("mixture", "=", filter.mixture);
  if (filter.kinds !== undefined) query = query.where("kind", "in", filter.kinds);
  if (filter.before !== undefined) query = query.where("id", "<", filter.before);
  const rows = await query.limit(Math.min(Math.max(0, filter.limit), EVENT_ROWS_MAX)).execute();
  return rows.map((row) => ({
    id: row.id,
    atUs: row.at_us,
    mixture: row.mixture,
    kind: row.kind,
    policyVersion: row.policy_version,
    certificate: row.certificate,
    expert: row.expert,
    by: row.by_whom,
    reason: row.reason,
  }));
}
