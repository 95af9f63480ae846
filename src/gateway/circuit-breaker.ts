import type { AppError } from "../core/app-error.ts";

/** However long an expert asks to be left alone, after this one call looks again. */
const ASKED_MS_MAX = 60_000;

export type BreakerOptions = { readonly failures: number; readonly openMs: number };

/**
 * Keeps traffic away from an expert that fails. Closed until `failures` calls in a row failed, or the expert
 * said how long to stay away; then open; after the pause one call may try, and its success closes it again.
 */
export class CircuitBreaker {
  readonly #options: BreakerOptions;
  #failuresInRow = 0;
  #openUntilMs = 0;
  #probing = false;
  #lastError: AppError | null = null;

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  /** Milliseconds until a call may be tried, 0 when one may be now. */
  waitMs(nowMs: number): number {
    if (this.#openUntilMs === 0) return 0;
    if (nowMs < this.#openUntilMs) return this.#openUntilMs - nowMs;
    return this.#probing ? this.#options.openMs : 0;
  }

  /** What opened it, for the one who is turned away. */
  get lastError(): AppError | null {
    return this.#lastError;
  }

  /** Must be called before each call, so that a half-open circuit lets exactly one through. */
  begin(): void {
    if (this.#openUntilMs !== 0) this.#probing = true;
  }

  succeeded(): void {
    this.#failuresInRow = 0;
    this.#openUntilMs = 0;
    this.#probing = false;
  }

  /** The call ended without telling anything about the expert: the client left or sent a bad request. */
  released(): void {
    this.#probing = false;
  }

  failed(error: AppError, nowMs: number): void {
    this.#probing = false;
    this.#failuresInRow += 1;
    const asked = error.code === "rate_limited" ? Math.min(error.retryAfterMs ?? 0, ASKED_MS_MAX) : 0;
    const tripped = this.#failuresInRow >= this.#options.failures ? this.#options.openMs : 0;
    const pauseMs = Math.max(asked, tripped);
    if (pauseMs === 0) return;
    this.#openUntilMs = nowMs + pauseMs;
    this.#lastError = error;
  }
}

/** Failures that say something about the expert's health, unlike a bad request or a client that left. */
export function isExpertFault(error: AppError): boolean {
  switch (error.code) {
    case "expert_refused":
    case "client_closed":
    case "deadline_exceeded":
    case "invalid_request":
    case "queue_full":
    case "ledger_unavailable":
      return false;
    default:
      return true;
  }
}
