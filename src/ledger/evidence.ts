import { sql, type Kysely, type RawBuilder } from "kysely";
import type { VerifiedRow } from "../core/verified-row.ts";
import { ofMixture } from "./filtered.ts";
import type { OutcomeCount, VerifiedFilter } from "./ledger.ts";
import { decisionFromRow, outcomeFromRow } from "./read-rows.ts";
import type { AttemptTable, LedgerSchema, OutcomeTable } from "./schema.ts";

type Db = Kysely<LedgerSchema>;

/** Keeps a page within SQLite's limit of 32,766 variables and what crosses a thread small. */
const VERIFIED_ROWS_MAX = 5_000;

/** The newest outcome of its request, attempt and source: of a verdict that was given again only the last one counts. */
export function isNewest(untilUs?: number): RawBuilder<boolean> {
  const inTime = untilUs === undefined ? sql`` : sql`and newer.at_us <= ${untilUs}`;
  return sql<boolean>`not exists (select 1 from outcome as newer
    where newer.request_id = outcome.request_id and newer.id > outcome.id and newer.source = outcome.source
      and coalesce(newer.attempt, -1) = coalesce(outcome.attempt, -1) ${inTime})`;
}

export async function readVerified(db: Db, filter: VerifiedFilter): Promise<readonly VerifiedRow[]> {
  const limit = Math.min(Math.max(0, filter.limit), VERIFIED_ROWS_MAX);
  const { afterOutcomeId, sinceUs, untilUs, mixture } = filter;
  let query = db.selectFrom("outcome").selectAll().where(isNewest(untilUs)).orderBy("id").limit(limit);
  if (afterOutcomeId !== undefined) query = query.where("id", ">", afterOutcomeId);
  if (sinceUs !== undefined) query = query.where("at_us", ">=", sinceUs);
  if (untilUs !== undefined) query = query.where("at_us", "<=", untilUs);
  if (mixture !== undefined) query = query.where(ofMixture("outcome.request_id", mixture));
  return withRequests(db, await query.execute());
}

async function withRequests(db: Db, outcomes: readonly OutcomeTable[]): Promise<readonly VerifiedRow[]> {
  if (outcomes.length === 0) return [];
  const ids = [...new Set(outcomes.map((row) => row.request_id))];
  const requests = await db
    .selectFrom("request")
    .select(["id", "received_us", "shadow_of", "task", "key_id", "features"])
    .where("id", "in", ids)
    .execute();
  const decisions = await db.selectFrom("decision").selectAll().where("request_id", "in", ids).execute();
  const attempts = await db
    .selectFrom("attempt")
    .select(ATTEMPT_COLUMNS)
    .where("request_id", "in", ids)
    .orderBy("attempt")
    .execute();
  const requestOf = new Map(requests.map((row) => [row.id, row]));
  const decisionOf = new Map(decisions.map((row) => [row.request_id, decisionFromRow(row)]));
  const attemptsOf = Map.groupBy(attempts, (row) => row.request_id);
  return outcomes.flatMap((outcome): VerifiedRow[] => {
    const request = requestOf.get(outcome.request_id);
    const decision = decisionOf.get(outcome.request_id);
    // Both are committed with the request; `verify` reports one that was lost.
    if (request === undefined || decision === undefined) return [];
    return [
      {
        outcome: outcomeFromRow(outcome),
        requestId: request.id,
        receivedUs: request.received_us,
        shadowOf: request.shadow_of,
        task: request.task,
        keyId: request.key_id,
        features: request.features,
        decision,
        attempt: gradedAttempt(outcome, attemptsOf.get(request.id) ?? []),
      },
    ];
  });
}

const ATTEMPT_COLUMNS = [
  "request_id",
  "attempt",
  "expert",
  "status",
  "answer_key",
  "cost_nano_usd",
  "energy_mj",
  "total_us",
  "price_version",
  "price_date",
] as const;

type AttemptPart = Pick<AttemptTable, (typeof ATTEMPT_COLUMNS)[number]>;

/** A verdict on the answer as a whole is one on the attempt that gave it: the expert's last that succeeded. */
function gradedAttempt(outcome: OutcomeTable, attempts: readonly AttemptPart[]): VerifiedRow["attempt"] {
  const row = attempts.findLast((each) =>
    outcome.attempt === null
      ? each.expert === outcome.expert && each.status === "ok"
      : each.attempt === outcome.attempt,
  );
  if (row === undefined) return null;
  return {
    expert: row.expert,
    answerKey: row.answer_key,
    costNanoUsd: row.cost_nano_usd,
    energyMj: row.energy_mj,
    totalUs: row.total_us,
    priceVersion: row.price_version,
    priceDate: row.price_date,
  };
}

/** What a policy that counts starts from. Outcomes that could not tell are in no column. */
export async function countOutcomes(db: Db, _filter: object): Promise<readonly OutcomeCount[]> {
  return db
    .selectFrom("outcome")
    .innerJoin("decision", "decision.request_id", "outcome.request_id")
    .where("outcome.correct", "is not", null)
    .where(isNewest())
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
