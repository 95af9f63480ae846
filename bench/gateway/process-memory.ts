import { readFileSync } from "node:fs";

/** The most resident memory these processes ever had, added up; `null` when the machine does not tell. */
export function peakMemoryBytes(pids: readonly number[]): number | null {
  let total = 0;
  for (const pid of pids) {
    const kibibytes = highWaterMark(pid);
    if (kibibytes === null) return null;
    total += kibibytes * 1024;
  }
  return total;
}

function highWaterMark(pid: number): number | null {
  try {
    const found = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return found === undefined ? null : Number(found);
  } catch {
    return null;
  }
}
