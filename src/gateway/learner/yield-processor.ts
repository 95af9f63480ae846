import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";

/**
 * Lets every other thread go first: learning may take a processor for a minute. Only Linux knows priorities of threads;
 * elsewhere, and where it is not allowed, threads are equal.
 */
export function yieldProcessor(): void {
  try {
    const thread = readlinkSync("/proc/thread-self").split("/").at(-1);
    setPriority(Number(thread), constants.priority.PRIORITY_LOW);
  } catch {
    // Nothing is lost but politeness.
  }
}
