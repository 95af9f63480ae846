import type { AppError } from "../core/app-error.ts";

const FIRST_DELAY_MS = 250;

/**
 * How long to wait before asking the same expert again: what it asked for, else 250 ms · 2ⁿ with up to a
 * quarter of jitter so that many clients do not come back at once.
 */
export function retryDelayMs(error: AppError, triesSoFar: number, random: () => number): number {
  if (error.retryAfterMs !== undefined) return error.retryAfterMs;
  return FIRST_DELAY_MS * 2 ** triesSoFar * (1 - random() / 4);
}
