import { closeSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makePrivateFolder } from "../../core/private-folder.ts";

/**
 * What a commit survives. `process`: kill -9 at any moment, for the write-ahead log is in the kernel's hands;
 * when the machine loses power, the last commits (back to the last checkpoint at worst) may be gone, the file stays sound.
 * `power`: a power loss too, for one fsync per group of commits.
 */
export type Durability = "process" | "power";

export type SqliteFile = {
  readonly path: string;
  readonly role: "write" | "read";
  readonly durability: Durability;
};

export const MEMORY_PATH = ":memory:";

/** How long a write waits for another process's transaction before it fails. */
const BUSY_MS_MAX = 5_000;
/** Checkpoints cost fsyncs: one per about 32 MiB of log keeps them rare, and the log file bounded. */
const CHECKPOINT_PAGES = 8_192;
const LOG_BYTES_MAX = 64 * 1024 * 1024;

export function openFile({ path, role, durability }: SqliteFile): DatabaseSync {
  if (path !== MEMORY_PATH && role === "write") makePrivateFile(path);
  const file = new DatabaseSync(path, { readOnly: role === "read", timeout: BUSY_MS_MAX });
  if (role === "read") return file;
  file.exec("pragma journal_mode = wal");
  file.exec(`pragma synchronous = ${durability === "power" ? "full" : "normal"}`);
  file.exec(`pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  file.exec(`pragma journal_size_limit = ${LOG_BYTES_MAX}`);
  return file;
}

/** Prompts may be in it. SQLite would make it for everyone to read; the log beside it takes over the file's rights. */
function makePrivateFile(path: string): void {
  makePrivateFolder(dirname(path));
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch {
    // It is there, or cannot be made; SQLite says which.
  }
}
