import { AppError } from "../../core/app-error.ts";

/** SQLite's result codes, https://www.sqlite.org/rescode.html; the low byte is the family. */
const BUSY = 5;
const READ_ONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const CONSTRAINT = 19;
const MISMATCH = 20;
const NOT_A_DATABASE = 26;
const FOREIGN_KEY = 787;

const SOUND_COPY =
  "Move the file away and restore a backup; `pragma integrity_check` says what is wrong with it.";
const WRITABLE = "Let the user who runs Toque write to the ledger's file and its folder.";

const HINTS: Readonly<Record<number, string>> = {
  [BUSY]:
    "Another process holds the ledger's write lock for seconds; look for one with the same data folder.",
  [READ_ONLY]: WRITABLE,
  [CORRUPT]: SOUND_COPY,
  [FULL]: "Free space on the ledger's disk.",
  [CANNOT_OPEN]: WRITABLE,
  [NOT_A_DATABASE]: SOUND_COPY,
};

/** True when the entry cannot be stored (a value SQLite cannot bind, an unknown request), whatever the file's state. */
export function isEntryFault(error: unknown): boolean {
  const code = resultCode(error);
  if (code === null) return error instanceof TypeError;
  return (code & 0xff) === CONSTRAINT || (code & 0xff) === MISMATCH;
}

export function explainError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = resultCode(error);
  if (code === FOREIGN_KEY) {
    return new AppError("unknown_request", "The outcome's request is not in the ledger.", { cause: error });
  }
  const hint = code === null ? undefined : HINTS[code & 0xff];
  const message = `The ledger failed: ${error instanceof Error ? error.message : String(error)}`;
  return new AppError("ledger_unavailable", message, { cause: error, ...(hint ? { hint } : {}) });
}

function resultCode(error: unknown): number | null {
  if (error instanceof Error && "errcode" in error && typeof error.errcode === "number") return error.errcode;
  return null;
}
