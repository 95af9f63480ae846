import { sql, type RawBuilder, type SelectQueryBuilder } from "kysely";
import type { EndStatus } from "../core/request-record.ts";
import type { TotalsFilter } from "./ledger.ts";
import type { LedgerSchema } from "./schema.ts";

/** Requests narrowed by what a person may ask for. */
export function filtered<Output>(
  query: SelectQueryBuilder<LedgerSchema, "request", Output>,
  filter: TotalsFilter,
): SelectQueryBuilder<LedgerSchema, "request", Output> {
  const { sinceUs, expert, status, mixture } = filter;
  let narrowed = query;
  if (sinceUs !== undefined) narrowed = narrowed.where("received_us", ">=", sinceUs);
  if (expert !== undefined) narrowed = narrowed.where("expert", "=", expert);
  if (status !== undefined) narrowed = narrowed.where("status", "=", sql<EndStatus>`${status}`);
  if (mixture !== undefined) narrowed = narrowed.where(ofMixture("request.id", mixture));
  return narrowed;
}

/** The request that this column names was decided by the mixture. */
export function ofMixture(column: string, mixture: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from decision
    where decision.request_id = ${sql.ref(column)} and decision.mixture = ${mixture})`;
}
