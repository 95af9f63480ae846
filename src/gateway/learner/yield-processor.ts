import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";

/**
 * Lets other threads go first: learning may take a processor for a minute. Not at the very lowest priority, at which models
 * that answer without a pause in this process would keep it from ever finding out that one of them got worse. Only Linux knows priorities of threads;
 * elsewhere, and where it is not allowed, threads are equal.
 */
export function yieldProcessor(): void {
  try {
    const thread = readlinkSync("/proc/thread-self").split("/").at(-1);
    setPriority(Number(thread), constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Nothing is lost but politeness.
  }
}
