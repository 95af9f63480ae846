/** Every wait and every count on the request path has a limit; the config may change each. */
export type GatewayLimits = {
  /** The whole request, all attempts together. */
  readonly deadlineMs: number;
  /** From the call to the first visible byte of a stream; then the next expert is tried. */
  readonly firstByteTimeoutMs: number;
  /** A plain answer that passes through, from the call to its end; then the next expert is tried. */
  readonly answerTimeoutMs: number;
  /** Between two events of a stream. */
  readonly idleTimeoutMs: number;
  /** Calls to experts for one request. */
  readonly attemptsMax: number;
  /** A longer wait than this before another try of the same expert is left to the client. */
  readonly retryDelayMsMax: number;
  readonly requestsInFlightMax: number;
  /** Bytes of answers that all cascades together hold back. */
  readonly heldBytesMax: number;
  readonly breakerFailures: number;
  readonly breakerOpenMs: number;
};

export const DEFAULT_LIMITS: GatewayLimits = {
  deadlineMs: 600_000,
  firstByteTimeoutMs: 120_000,
  answerTimeoutMs: 300_000,
  idleTimeoutMs: 120_000,
  attemptsMax: 3,
  retryDelayMsMax: 2_000,
  requestsInFlightMax: 4_096,
  heldBytesMax: 256 * 1024 * 1024,
  breakerFailures: 5,
  breakerOpenMs: 10_000,
};
