import { sql, type Kysely, type SelectQueryBuilder } from "kysely";
import type { EndStatus, RequestRecord } from "../core/request-record.ts";
import type { LedgerTotals, OutcomeCount, RequestFilter } from "./ledger.ts";
import { requestFromRows } from "./read-rows.ts";
import type { LedgerSchema, RequestTable } from "./schema.ts";

type Db = Kysely<LedgerSchema>;
type TotalsFilter = Omit<RequestFilter, "limit" | "before">;

/** Rows per list: keeps a page's children within SQLite's limit of 32,766 variables and memory bounded. */
const LIST_ROWS_MAX = 1_000;
const EXPORT_PAGE_ROWS = 500;

export async function listRequests(db: Db, filter: RequestFilter): Promise<readonly RequestRecord[]> {
  let query = filtered(db.selectFrom("request"), filter).selectAll().orderBy("id", "desc");
  if (filter.before !== undefined) query = query.where("id", "<", filter.before);
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

/** Every outcome counts, as it did when it was learned from; ungraded ones (`correct` unknown) do not. */
export async function countOutcomes(db: Db): Promise<readonly OutcomeCount[]> {
  return db
    .selectFrom("outcome")
    .innerJoin("decision", "decision.request_id", "outcome.request_id")
    .where("outcome.correct", "is not", null)
    .groupBy(["decision.mixture", "outcome.task", "outcome.expert"])
    .orderBy("decision.mixture")
    .orderBy("outcome.task")
    .orderBy("outcome.expert")
    .select((eb) => [
      "decision.mixture",
      "outcome.task",
      "outcome.expert",
      eb.fn.sum<number>("outcome.correct").as("right"),
      sql<number>`sum(1 - outcome.correct)`.as("wrong"),
    ])
    .execute();
}

export async function sumTotals(db: Db, filter: TotalsFilter): Promise<LedgerTotals> {
  const requests = filtered(db.selectFrom("request"), filter);
  const ids = requests.select("id");
  const money = await requests
    .select((eb) => [
      eb.fn.countAll<number>().as("requests"),
      text(sql`sum(cost_nano_usd)`).as("cost"),
      sql<number>`count(*) - count(cost_nano_usd)`.as("costUnknown"),
      text(sql`sum(energy_mj)`).as("energy"),
      sql<number>`count(*) - count(energy_mj)`.as("energyUnknown"),
    ])
    .executeTakeFirstOrThrow();
  const children = { attempts: 0, outcomes: 0 };
  const tables = [
    ["attempts", "attempt"],
    ["outcomes", "outcome"],
  ] as const;
  for (const [name, table] of tables) {
    const all = db.selectFrom(table).select((eb) => eb.fn.countAll<number>().as("count"));
    // oxlint-disable-next-line no-await-in-loop -- one connection: there is nothing to run side by side
    const { count } = await (
      isEmpty(filter) ? all : all.where("request_id", "in", ids)
    ).executeTakeFirstOrThrow();
    children[name] = count;
  }
  return {
    requests: money.requests,
    ...children,
    costNanoUsd: BigInt(money.cost),
    costUnknown: money.costUnknown,
    energyMj: BigInt(money.energy),
    energyUnknown: money.energyUnknown,
  };
}

/** Sums leave the database as text: they may exceed what a JavaScript number holds exactly. */
function text(sum: ReturnType<typeof sql>) {
  return sql<string>`cast(coalesce(${sum}, 0) as text)`;
}

function filtered<Output>(query: SelectQueryBuilder<LedgerSchema, "request", Output>, filter: TotalsFilter) {
  let narrowed = query;
  if (filter.sinceUs !== undefined) narrowed = narrowed.where("received_us", ">=", filter.sinceUs);
  if (filter.expert !== undefined) narrowed = narrowed.where("expert", "=", filter.expert);
  if (filter.status !== undefined) narrowed = narrowed.where("status", "=", sql<EndStatus>`${filter.status}`);
  return narrowed;
}

function isEmpty(filter: TotalsFilter): boolean {
  return filter.sinceUs === undefined && filter.expert === undefined && filter.status === undefined;
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
