import { sql, type Kysely, type RawBuilder } from "kysely";
import type { LedgerProblem } from "./ledger.ts";
import type { LedgerSchema } from "./schema.ts";
import { verifyLearnt } from "./verify-learnt.ts";

/** Enough to see what is wrong; a broken ledger of millions of rows must still answer. */
const PROBLEMS_PER_CHECK_MAX = 100;

type Check = { readonly problem: string; readonly requestIds: RawBuilder<{ id: string }> };

const PER_REQUEST = sql`(
  select request_id, count(*) as attempts, max(attempt) as last,
    sum(cost_nano_usd) as cost, count(cost_nano_usd) as priced,
    sum(case when cost_nano_usd is null and input_total + output_total > 0 then 1 else 0 end) as unpriced,
    sum(energy_mj) as energy
  from attempt group by request_id)`;

const CHECKS: readonly Check[] = [
  {
    problem: "the request has no decision",
    requestIds: sql`select id from request
      where not exists (select 1 from decision where decision.request_id = request.id)`,
  },
  {
    problem: "the request was answered but has no attempt",
    requestIds: sql`select id from request where status = 'ok'
      and not exists (select 1 from attempt where attempt.request_id = request.id)`,
  },
  {
    problem: "an attempt is missing: their numbers have a gap",
    requestIds: sql`select request_id as id from ${PER_REQUEST} as sums where attempts <> last + 1`,
  },
  {
    problem: "an attempt's input parts do not sum to its input total",
    requestIds: sql`select request_id as id from attempt where usage_source is not null
      and input_uncached + input_cache_read + input_cache_write_5m + input_cache_write_1h
        + input_audio + input_image <> input_total`,
  },
  {
    problem: "an attempt's output parts do not sum to its output total",
    requestIds: sql`select request_id as id from attempt where usage_source is not null
      and output_visible + output_reasoning + output_audio <> output_total`,
  },
  {
    problem: "the request's cost is not the sum of its attempts' costs",
    requestIds: sql`select id from request left join ${PER_REQUEST} as sums on sums.request_id = id
      where request.cost_nano_usd is not null and request.cost_nano_usd <> coalesce(sums.cost, 0)`,
  },
  {
    problem: "the request's cost is given although an attempt's is unknown",
    requestIds: sql`select id from request join ${PER_REQUEST} as sums on sums.request_id = id
      where request.cost_nano_usd is not null and sums.unpriced > 0`,
  },
  {
    problem: "the request's cost is unknown although every attempt's is known",
    requestIds: sql`select id from request join ${PER_REQUEST} as sums on sums.request_id = id
      where request.cost_nano_usd is null and sums.priced = sums.attempts`,
  },
  {
    problem: "the request's energy is not the sum of its attempts' energy",
    requestIds: sql`select id from request left join ${PER_REQUEST} as sums on sums.request_id = id
      where request.energy_mj is not null and request.energy_mj <> coalesce(sums.energy, 0)`,
  },
  {
    problem: "an outcome belongs to no request",
    requestIds: sql`select request_id as id from outcome
      where not exists (select 1 from request where request.id = outcome.request_id)`,
  },
  {
    problem: "an outcome is said to be right and is not scored 1, or wrong and not scored 0",
    requestIds: sql`select request_id as id from outcome
      where correct is not null and score is not null and score <> correct`,
  },
  {
    problem: "it ran beside a request that is not in the ledger",
    requestIds: sql`select id from request where shadow_of is not null
      and not exists (select 1 from request as client where client.id = request.shadow_of)`,
  },
];

/** Checks that what the ledger says of each request adds up. Whether the file is sound is each database's own check. */
export async function verifyRecords(db: Kysely<LedgerSchema>): Promise<readonly LedgerProblem[]> {
  const problems: LedgerProblem[] = [];
  for (const { problem, requestIds } of CHECKS) {
    // oxlint-disable-next-line no-await-in-loop -- one connection: there is nothing to run side by side
    const { rows } = await sql<{ id: string }>`${requestIds} limit ${PROBLEMS_PER_CHECK_MAX}`.execute(db);
    problems.push(...rows.map(({ id }) => ({ requestId: id, problem })));
  }
  return [...problems, ...(await verifyLearnt(db))];
}
