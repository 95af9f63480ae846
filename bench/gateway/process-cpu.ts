import { readdirSync, readFileSync } from "node:fs";

const US_PER_TICK = 10_000;

/** CPU microseconds that these processes have used so far, all threads; `null` when the machine does not tell. */
export function cpuOf(pids: readonly number[]): number | null {
  let total = 0;
  for (const pid of pids) {
    const used = cpuOfProcess(pid);
    if (used === null) return null;
    total += used;
  }
  return total;
}

/** These processes and everything they started: a gateway may fork workers. */
export function withDescendants(roots: readonly number[]): readonly number[] {
  const found = new Set(roots);
  const parents = parentOfEach();
  for (let grown = true; grown;) {
    grown = false;
    for (const [pid, parent] of parents) {
      if (found.has(parent) && !found.has(pid)) {
        found.add(pid);
        grown = true;
      }
    }
  }
  return [...found];
}

function parentOfEach(): ReadonlyMap<number, number> {
  const parents = new Map<number, number>();
  for (const name of listOrNone("/proc")) {
    const fields = /^\d+$/.test(name) ? statFields(Number(name)) : null;
    if (fields !== null) parents.set(Number(name), Number(fields[1]));
  }
  return parents;
}

/** Nanosecond accounting per thread where the kernel has it (a window of one second is 100 ticks of the other). */
function cpuOfProcess(pid: number): number | null {
  let nanoseconds = 0;
  const threads = listOrNone(`/proc/${pid}/task`);
  for (const thread of threads) {
    const text = readOrNull(`/proc/${pid}/task/${thread}/schedstat`);
    if (text === null) return cpuTicks(pid);
    nanoseconds += Number(text.split(" ")[0]);
  }
  return nanoseconds > 0 ? nanoseconds / 1000 : cpuTicks(pid);
}

function cpuTicks(pid: number): number | null {
  const fields = statFields(pid);
  return fields === null ? null : (Number(fields[11]) + Number(fields[12])) * US_PER_TICK;
}

/** Fields after the command's name, which may hold spaces: state is 0, parent 1, user ticks 11, system ticks 12. */
function statFields(pid: number): readonly string[] | null {
  const text = readOrNull(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function listOrNone(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
