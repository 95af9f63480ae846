import { AppError } from "../core/app-error.ts";

/** The error an aborted call ends with: the deadline's own error when one was given, else the client left. */
export function abortError(signal: AbortSignal): AppError {
  if (signal.reason instanceof AppError) return signal.reason;
  return new AppError("client_closed", "The client went away before the answer was complete.", {
    cause: signal.reason,
  });
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortError(signal);
}
