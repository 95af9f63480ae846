import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Insertable, Kysely } from "kysely";
import type { LedgerEntry } from "../entry.ts";
import type { LedgerSchema } from "../schema.ts";
import { attemptRow, decisionRow, outcomeRow, requestRow } from "../write-rows.ts";
import { bindable } from "./dialect.ts";

export type InsertGroup = (entries: readonly LedgerEntry[]) => void;

/** Writes a group in one transaction. An id that is already there is left as it was. */
export function prepareInsertGroup(file: DatabaseSync, db: Kysely<LedgerSchema>): InsertGroup {
  const insertRequest = prepareInsert(file, db, "request");
  const insertDecision = prepareInsert(file, db, "decision");
  const insertAttempt = prepareInsert(file, db, "attempt");
  const insertOutcome = prepareInsert(file, db, "outcome");

  function insertEntry(entry: LedgerEntry): void {
    if (entry.type === "outcome") {
      insertOutcome(outcomeRow(entry.outcome));
      return;
    }
    const { record } = entry;
    if (!insertRequest(requestRow(record))) return;
    insertDecision(decisionRow(record));
    for (const attempt of record.attempts) insertAttempt(attemptRow(record.id, attempt));
    for (const outcome of record.outcomes) insertOutcome(outcomeRow(outcome));
  }

  return (entries) => {
    file.exec("begin immediate");
    try {
      for (const entry of entries) insertEntry(entry);
      file.exec("commit");
    } catch (error) {
      // SQLite itself has rolled back when the disk is full.
      if (file.isTransaction) file.exec("rollback");
      throw error;
    }
  };
}

type InsertRow<Table extends keyof LedgerSchema> = (row: Insertable<LedgerSchema[Table]>) => boolean;

/** Kysely writes the SQL once, from the first row; all rows of a table have the same keys in the same order. */
function prepareInsert<Table extends keyof LedgerSchema>(
  file: DatabaseSync,
  db: Kysely<LedgerSchema>,
  table: Table,
): InsertRow<Table> {
  let statement: StatementSync | null = null;
  return (row) => {
    statement ??= file.prepare(
      db
        .insertInto(table)
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .compile().sql,
    );
    return Number(statement.run(...bindable(Object.values(row))).changes) > 0;
  };
}
