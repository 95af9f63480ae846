import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** Says in the data folder that this process serves from it; the process that was there first, while it lives. */
export function noteServing(dataDir: string): { readonly other: number | null; readonly remove: () => void } {
  const path = join(dataDir, "serving.pid");
  const other = livingProcess(path);
  if (other !== null) return { other, remove: () => {} };
  try {
    writeFileSync(path, `${process.pid}\n`, { mode: 0o600 });
  } catch {
    // Only a warning depends on it.
  }
  return { other: null, remove: () => rmSync(path, { force: true }) };
}

function livingProcess(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return null;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // EPERM: it lives, as another user. Anything else: it is gone, or there was none.
    const lives = error instanceof Error && "code" in error && error.code === "EPERM";
    return lives ? Number(readFileSync(path, "utf8")) : null;
  }
}
