import { AppError } from "../../core/app-error.ts";

/** SQLSTATE classes, https://www.postgresql.org/docs/current/errcodes-appendix.html */
const ENTRY_FAULT_CLASSES: ReadonlySet<string> = new Set(["22", "23"]);
const FOREIGN_KEY = "23503";

const HINTS: Readonly<Record<string, string>> = {
  "28": "Check the user and password in the ledger's address.",
  "3D": "Create the database that the ledger's address names.",
  "42": "Give the ledger's user the right to create and write tables in its schema.",
  "53": "Free disk space, memory or connections on the PostgreSQL server.",
};

/** True when the entry cannot be stored (a value out of range, an unknown request), whatever the database's state. */
export function isEntryFault(error: unknown): boolean {
  return ENTRY_FAULT_CLASSES.has(sqlState(error).slice(0, 2));
}

export function explainError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const state = sqlState(error);
  if (state === FOREIGN_KEY) {
    return new AppError("unknown_request", "The outcome's request is not in the ledger.", { cause: error });
  }
  const hint =
    HINTS[state.slice(0, 2)] ?? "Check that PostgreSQL runs and that the ledger's address is right.";
  const message = `The ledger failed: ${error instanceof Error ? error.message : String(error)}`;
  return new AppError("ledger_unavailable", message, { cause: error, hint });
}

function sqlState(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
