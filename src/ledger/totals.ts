import { sql, type Kysely } from "kysely";
import { isNewest } from "./evidence.ts";
import { filtered } from "./filtered.ts";
import type { ExpertRecord, LedgerTotals, RequestFilter, TotalsFilter, TrafficTotals } from "./ledger.ts";
import type { LedgerSchema } from "./schema.ts";

type Db = Kysely<LedgerSchema>;

export async function sumTotals(db: Db, filter: TotalsFilter): Promise<LedgerTotals> {
  const shadow = await sumTraffic(db, { ...filter, shadow: true });
  const client = await sumTraffic(db, { ...filter, shadow: false });
  return { ...client, shadow };
}

type Traffic = TotalsFilter & { readonly shadow: boolean };

async function sumTraffic(db: Db, traffic: Traffic): Promise<TrafficTotals> {
  const requests = filtered(db.selectFrom("request"), traffic).where(
    "shadow_of",
    traffic.shadow ? "is not" : "is",
    null,
  );
  const money = await requests
    .select((eb) => [
      eb.fn.countAll<number>().as("requests"),
      text(sql`sum(cost_nano_usd)`).as("cost"),
      sql<number>`count(*) - count(cost_nano_usd)`.as("costUnknown"),
      text(sql`sum(energy_mj)`).as("energy"),
      sql<number>`count(*) - count(energy_mj)`.as("energyUnknown"),
    ])
    .executeTakeFirstOrThrow();
  const count = async (table: "attempt" | "outcome"): Promise<number> => {
    const { rows } = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as("rows"))
      .where("request_id", "in", requests.select("id"))
      .executeTakeFirstOrThrow();
    return rows;
  };
  return {
    requests: money.requests,
    attempts: money.requests === 0 ? 0 : await count("attempt"),
    outcomes: money.requests === 0 ? 0 : await count("outcome"),
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

type ExpertFilter = Pick<RequestFilter, "mixture" | "sinceUs">;

/** How each expert has done, by mixture. */
export async function readExpertRecords(db: Db, filter: ExpertFilter): Promise<readonly ExpertRecord[]> {
  const { mixture, sinceUs } = filter;
  const since = db
    .selectFrom("request")
    .select("id")
    .where("received_us", ">=", sinceUs ?? 0);
  let calls = db
    .selectFrom("attempt")
    .innerJoin("decision", "decision.request_id", "attempt.request_id")
    .groupBy(["decision.mixture", "attempt.expert"])
    .select((eb) => [
      "decision.mixture",
      "attempt.expert",
      eb.fn.countAll<number>().as("attempts"),
      sql<number>`sum(case when attempt.status = 'ok' then 1 else 0 end)`.as("answered"),
      text(sql`sum(case when attempt.status = 'ok' then attempt.total_us end)`).as("totalUs"),
      text(sql`sum(attempt.cost_nano_usd)`).as("cost"),
      sql<number>`count(attempt.cost_nano_usd)`.as("costKnown"),
      text(sql`sum(attempt.energy_mj)`).as("energy"),
      sql<number>`count(attempt.energy_mj)`.as("energyKnown"),
    ]);
  if (mixture !== undefined) calls = calls.where("decision.mixture", "=", mixture);
  if (sinceUs !== undefined) calls = calls.where("attempt.request_id", "in", since);
  let verdicts = db
    .selectFrom("outcome")
    .innerJoin("decision", "decision.request_id", "outcome.request_id")
    .where(isNewest())
    .groupBy(["decision.mixture", "outcome.expert"])
    .select((eb) => [
      "decision.mixture",
      "outcome.expert",
      sql<number>`coalesce(sum(outcome.correct), 0)`.as("right"),
      sql<number>`count(outcome.correct)`.as("told"),
      eb.fn.countAll<number>().as("all"),
    ]);
  if (mixture !== undefined) verdicts = verdicts.where("decision.mixture", "=", mixture);
  if (sinceUs !== undefined) verdicts = verdicts.where("outcome.request_id", "in", since);
  const verdictOf = new Map((await verdicts.execute()).map((row) => [nameOf(row), row]));
  return (await calls.execute()).map((row): ExpertRecord => {
    const verdict = verdictOf.get(nameOf(row));
    const { right, told, all } = verdict ?? { right: 0, told: 0, all: 0 };
    return {
      mixture: row.mixture,
      expert: row.expert,
      attempts: row.attempts,
      answered: row.answered,
      right,
      wrong: told - right,
      untold: all - told,
      costNanoUsd: BigInt(row.cost),
      costKnown: row.costKnown,
      energyMj: BigInt(row.energy),
      energyKnown: row.energyKnown,
      totalUs: BigInt(row.totalUs),
    };
  });
}

function nameOf(row: { readonly mixture: string | null; readonly expert: string }): string {
  return JSON.stringify([row.mixture, row.expert]);
}
