import type { Kysely } from "kysely";
import type { RequestRecord } from "../core/request-record.ts";
import { filtered } from "./filtered.ts";
import type { RequestFilter } from "./ledger.ts";
import { requestFromRows } from "./read-rows.ts";
import type { LedgerSchema, RequestTable } from "./schema.ts";

type Db = Kysely<LedgerSchema>;

/** Rows per list: keeps a page's children within SQLite's limit of 32,766 variables and memory bounded. */
const LIST_ROWS_MAX = 1_000;
const EXPORT_PAGE_ROWS = 500;

export async function listRequests(db: Db, filter: RequestFilter): Promise<readonly RequestRecord[]> {
  let query = filtered(db.selectFrom("request"), filter).selectAll().orderBy("id", "desc");
  if (filter.before !== undefined) query = query.where("id", "<", filter.before);
  if (filter.shadowOf !== undefined) query = query.where("shadow_of", "=", filter.shadowOf);
  else if (filter.shadows !== true) query = query.where("shadow_of", "is", null);
  const limit = Math.min(Math.max(0, filter.limit), LIST_ROWS_MAX);
  return withParts(db, await query.limit(limit).execute());
}

export async function findRequest(db: Db, requestId: string): Promise<RequestRecord | null> {
  const rows = await db.selectFrom("request").selectAll().where("id", "=", requestId).execute();
  const [record] = await withParts(db, rows);
  return record ?? null;
}

export type ExportPage = { readonly after: string | null; readonly sinceUs?: number };

/** Oldest first. A page shorter than asked for is the last one only when it is empty. */
export async function exportPage(db: Db, page: ExportPage): Promise<readonly RequestRecord[]> {
  let query = filtered(db.selectFrom("request"), page).selectAll().orderBy("id").limit(EXPORT_PAGE_ROWS);
  if (page.after !== null) query = query.where("id", ">", page.after);
  return withParts(db, await query.execute());
}

async function withParts(db: Db, rows: readonly RequestTable[]): Promise<readonly RequestRecord[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const decisions = await db.selectFrom("decision").selectAll().where("request_id", "in", ids).execute();
  const attempts = await db
    .selectFrom("attempt")
    .selectAll()
    .where("request_id", "in", ids)
    .orderBy("attempt")
    .execute();
  const outcomes = await db
    .selectFrom("outcome")
    .selectAll()
    .where("request_id", "in", ids)
    .orderBy("at_us")
    .orderBy("id")
    .execute();
  const decisionOf = new Map(decisions.map((row) => [row.request_id, row]));
  const attemptsOf = Map.groupBy(attempts, (row) => row.request_id);
  const outcomesOf = Map.groupBy(outcomes, (row) => row.request_id);
  return rows.flatMap((row) => {
    const decision = decisionOf.get(row.id);
    // A request is committed together with its decision; `verify` reports one that lost it.
    if (!decision) return [];
    return [
      requestFromRows(row, {
        decision,
        attempts: attemptsOf.get(row.id) ?? [],
        outcomes: outcomesOf.get(row.id) ?? [],
      }),
    ];
  });
}
