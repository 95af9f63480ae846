import type { AppError, ErrorCode } from "../core/app-error.ts";

/** The body of every error on the OpenAI surfaces. `code` is ours and stable; `type` is OpenAI's word. */
export type OpenAiError = {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
    /** What to do next; it ends the message too, for clients that show nothing else. */
    readonly hint?: string;
  };
};

export function openAiError(error: AppError): OpenAiError {
  const message = error.hint === undefined ? error.message : `${error.message} (${error.hint})`;
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  return {
    error: { message, type: typeOf(error.code), param: error.param ?? null, code: error.code, ...hint },
  };
}

/** Response headers that tell OpenAI's SDKs whether and when to try again. */
export function retryHeaders(error: AppError): Record<string, string> {
  const headers: Record<string, string> = { "x-should-retry": String(error.retryable) };
  const afterMs = error.retryAfterMs ?? (isLater(error.status) ? RETRY_AFTER_MS : null);
  if (afterMs !== null) {
    headers["retry-after-ms"] = String(Math.ceil(afterMs));
    headers["retry-after"] = String(Math.ceil(afterMs / 1000));
  }
  return headers;
}

/** When nobody said how long it takes. */
const RETRY_AFTER_MS = 1_000;

/** Statuses that promise that it works later: too many requests, unavailable. */
function isLater(status: number): boolean {
  return status === 429 || status === 503;
}

function typeOf(code: ErrorCode): string {
  switch (code) {
    case "missing_key":
    case "invalid_key":
      return "authentication_error";
    case "forbidden":
      return "permission_error";
    case "rate_limited":
    case "queue_full":
      return "rate_limit_error";
    default:
      return REQUEST_FAULTS.has(code) ? "invalid_request_error" : "api_error";
  }
}

/** What was asked is at fault, not the server. */
const REQUEST_FAULTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "invalid_request",
  "invalid_json",
  "unknown_model",
  "unknown_request",
  "unknown_route",
  "unknown_mixture",
  "unknown_policy",
  "unknown_certificate",
  "invalid_policy",
  "invalid_certificate",
  "not_enough_evidence",
  "body_too_large",
  "expert_refused",
]);
