import { sql, type Kysely } from "kysely";
import { AppError } from "../../core/app-error.ts";
import type { Migration, SchemaDialect } from "./migration.ts";
import { MIGRATIONS } from "./migrations.ts";

type Target = {
  readonly dialect: SchemaDialect;
  readonly migrations?: readonly Migration[];
  /** Number to go to, forward or back; absent: the newest. */
  readonly to?: number;
};

/** Brings the database to a migration number, in one transaction. Refuses a database newer than this program. */
export async function migrate(database: Kysely<unknown>, target: Target): Promise<void> {
  const migrations = target.migrations ?? MIGRATIONS;
  const goal = target.to ?? migrations.length;
  await database.connection().execute(async (db) => {
    for (const statement of target.dialect.beginExclusive) await sql.raw(statement).execute(db);
    try {
      await createMigrationTable(db);
      await move(db, { ...target, migrations, from: await currentNumber(db, migrations), goal });
      await sql.raw("commit").execute(db);
    } catch (error) {
      await sql.raw("rollback").execute(db);
      throw error;
    }
  });
}

type Move = { dialect: SchemaDialect; migrations: readonly Migration[]; from: number; goal: number };

async function move(db: Kysely<unknown>, { dialect, migrations, from, goal }: Move): Promise<void> {
  for (const [index, migration] of migrations.entries()) {
    const number = index + 1;
    if (number <= from || number > goal) continue;
    await migration.up(db, dialect);
    await sql`insert into migration (number, name) values (${number}, ${migration.name})`.execute(db);
  }
  for (let number = from; number > goal; number--) {
    await migrations[number - 1]?.down(db);
    await sql`delete from migration where number = ${number}`.execute(db);
  }
}

async function createMigrationTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("migration")
    .ifNotExists()
    .addColumn("number", "integer", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .execute();
}

async function currentNumber(db: Kysely<unknown>, migrations: readonly Migration[]): Promise<number> {
  const { rows } = await sql<{ number: number | null }>`select max(number) as number from migration`.execute(
    db,
  );
  const number = rows[0]?.number ?? 0;
  if (number > migrations.length) {
    throw new AppError(
      "ledger_unavailable",
      `The ledger is at migration ${number}; this program knows up to ${migrations.length}.`,
      {
        hint: "A newer Toque wrote it: run that version, or restore a backup made before it.",
        retryable: false,
      },
    );
  }
  return number;
}
