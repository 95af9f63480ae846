import type { Insertable, Kysely, Transaction } from "kysely";
import type { LedgerEntry } from "../entry.ts";
import type { LedgerSchema } from "../schema.ts";
import { attemptRow, decisionRow, outcomeRow, requestRow } from "../write-rows.ts";

/** PostgreSQL takes 65,535 parameters per statement; the widest table has 36 columns. */
const ROWS_PER_STATEMENT_MAX = 1_000;

/** Writes a group in one transaction, one statement per table. An id that is already there is left as it was. */
export async function insertGroup(db: Kysely<LedgerSchema>, entries: readonly LedgerEntry[]): Promise<void> {
  const records = new Map(
    entries
      .flatMap((entry) => (entry.type === "request" ? [entry.record] : []))
      // The first of two with one id is the one that stays, as in the table.
      .toReversed()
      .map((record) => [record.id, record]),
  );
  await db.transaction().execute(async (transaction) => {
    const fresh = await insertRequests(transaction, [...records.values()].map(requestRow));
    const added = [...records.values()].filter((record) => fresh.has(record.id));
    await insertRows(transaction, "decision", added.map(decisionRow));
    await insertRows(
      transaction,
      "attempt",
      added.flatMap((record) => record.attempts.map((attempt) => attemptRow(record.id, attempt))),
    );
    const outcomes = [
      ...added.flatMap((record) => record.outcomes),
      ...entries.flatMap((entry) => (entry.type === "outcome" ? [entry.outcome] : [])),
    ];
    await insertRows(transaction, "outcome", outcomes.map(outcomeRow));
  });
}

async function insertRequests(
  db: Transaction<LedgerSchema>,
  rows: readonly LedgerSchema["request"][],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const inserted = await db
    .insertInto("request")
    .values(rows.map(storable))
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .execute();
  return new Set(inserted.map(({ id }) => id));
}

async function insertRows<Table extends "decision" | "attempt" | "outcome">(
  db: Transaction<LedgerSchema>,
  table: Table,
  rows: readonly Insertable<LedgerSchema[Table]>[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT_MAX) {
    const part = rows.slice(start, start + ROWS_PER_STATEMENT_MAX).map(storable);
    // oxlint-disable-next-line no-await-in-loop -- one transaction has one connection
    await db
      .insertInto(table)
      .values(part)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** PostgreSQL cannot store the character U+0000 in text; the usual replacement character stands in for it. */
function storable<Row extends object>(row: Row): Row {
  for (const [column, value] of Object.entries(row)) {
    if (typeof value === "string" && value.includes("\0")) {
      return { ...storable({ ...row, [column]: value.replaceAll("\0", "\uFFFD") }) };
    }
  }
  return row;
}
