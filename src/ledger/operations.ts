import type { Kysely } from "kysely";
import { findCertificate, insertCertificate, listCertificates } from "./certificates.ts";
import { countOutcomes, readVerified } from "./evidence.ts";
import { insertEvent, listEvents } from "./mixture-events.ts";
import { findPolicy, insertPolicy, listPolicies } from "./policies.ts";
import { exportPage, findRequest, listRequests } from "./queries.ts";
import type { LedgerSchema } from "./schema.ts";
import { readExpertRecords, sumTotals } from "./totals.ts";

/** Rare writes, each a statement of its own. Requests and outcomes share commits instead. */
const WRITES = {
  appendEvent: insertEvent,
  savePolicy: insertPolicy,
  saveCertificate: insertCertificate,
} as const;

/** What a ledger does on a database, by name, so that it can be asked of another thread. */
const OPERATIONS = {
  ...WRITES,
  list: listRequests,
  find: findRequest,
  exportPage,
  outcomeCounts: countOutcomes,
  totals: sumTotals,
  expertRecords: readExpertRecords,
  verified: readVerified,
  events: listEvents,
  policies: listPolicies,
  findPolicy,
  certificates: listCertificates,
  findCertificate,
} as const;

type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;

/** Runs one operation with its argument. */
export type RunOperation = <Name extends OperationName>(
  name: Name,
  argument: Parameters<Operations[Name]>[1],
) => Promise<OperationValue<Name>>;

export type OperationValue<Name extends OperationName> = Awaited<ReturnType<Operations[Name]>>;

export function isWrite(name: OperationName): boolean {
  return Object.hasOwn(WRITES, name);
}

export function operate(
  db: Kysely<LedgerSchema>,
  { name, argument }: { readonly name: OperationName; readonly argument: unknown },
): Promise<unknown> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `RunOperation` has checked that they belong together
  const run = OPERATIONS[name] as (on: Kysely<LedgerSchema>, given: unknown) => Promise<unknown>;
  return run(db, argument);
}
