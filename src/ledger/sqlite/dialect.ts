import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { SqliteDialect, type SqliteDatabase } from "kysely";
import type { SchemaDialect } from "../migrations/migration.ts";

export const SQLITE_SCHEMA: SchemaDialect = { id: "text", beginExclusive: ["begin immediate"] };

/** Kysely over Node's own SQLite: no native add-on to compile or to allow. */
export function sqliteDialect(file: DatabaseSync): SqliteDialect {
  const database: SqliteDatabase = {
    prepare(sql) {
      const statement = file.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...bindable(values)),
        run: (values) => statement.run(...bindable(values)),
        iterate: (values) => statement.iterate(...bindable(values)),
      };
    },
    close: () => file.close(),
  };
  return new SqliteDialect({ database });
}

export function bindable(values: readonly unknown[]): SQLInputValue[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SQLite itself refuses a value it cannot bind
  return values as SQLInputValue[];
}
