import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

export type ServingNote = { readonly pid: number; readonly url: string | null };

/** Says in the data folder that this process serves from it, and where; the one that was there first, while it lives. */
export function noteServing(
  dataDir: string,
  url: string,
): { readonly other: number | null; readonly remove: () => void } {
  const other = readServing(dataDir)?.pid ?? null;
  if (other !== null) return { other, remove: () => {} };
  const path = pathOf(dataDir);
  try {
    writeFileSync(path, `${process.pid} ${url}\n`, { mode: 0o600 });
  } catch {
    // Only a warning and a shortcut depend on it.
  }
  return { other: null, remove: () => rmSync(path, { force: true }) };
}

/** The other process that serves from this data folder, `null` when none that lives has said so. */
export function readServing(dataDir: string): ServingNote | null {
  try {
    const [pidText, url = null] = readFileSync(pathOf(dataDir), "utf8").trim().split(" ");
    const pid = Number(pidText);
    const isOther = Number.isInteger(pid) && pid > 0 && pid !== process.pid;
    return isOther && isAlive(pid) ? { pid, url } : null;
  } catch {
    return null;
  }
}

function pathOf(dataDir: string): string {
  return join(dataDir, "serving.pid");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, as another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
