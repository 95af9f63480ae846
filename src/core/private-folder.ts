import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "./app-error.ts";

/**
 * Makes a folder, and those above it that are missing, that only its owner may enter; one that is there stays as
 * it is. One level at a time: Node's own recursive `mkdir` never ends where the system says that a folder it has
 * just seen is not there, as below /proc.
 */
export function makePrivateFolder(path: string): void {
  try {
    for (const folder of missingFrom(path)) makeOne(folder);
    if (!statSync(path).isDirectory()) throw new Error("it is a file");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("invalid_config", `the folder ${path} cannot be made: ${reason}`, {
      hint: "choose another with --data, TOQUE_DATA_DIR or `data` in the config",
      param: "data",
      cause,
    });
  }
}

/** The folders that are not there, the outermost first. */
function missingFrom(path: string): readonly string[] {
  const missing: string[] = [];
  for (let folder = path; !existsSync(folder); folder = dirname(folder)) {
    missing.unshift(folder);
    if (dirname(folder) === folder) break;
  }
  return missing;
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been first.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
