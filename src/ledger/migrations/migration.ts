import type { ColumnDataType, Kysely, RawBuilder } from "kysely";

/** Where the two databases differ, as data, so that a migration never asks which one it is talking to. */
export type SchemaDialect = {
  /** Type of an id column: it must sort by bytes, as ids sort by time. */
  readonly id: ColumnDataType | RawBuilder<unknown>;
  /** Statements that open a transaction in which no other process migrates. */
  readonly beginExclusive: readonly string[];
};

/** One step of the schema. Once released it is never edited: a change is a new migration at the end of the list. */
export type Migration = {
  readonly name: string;
  up(db: Kysely<unknown>, dialect: SchemaDialect): Promise<void>;
  down(db: Kysely<unknown>): Promise<void>;
};
