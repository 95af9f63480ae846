import type { AppError, ErrorCode } from "../core/app-error.ts";

/** The body of every error on the OpenAI surfaces. `code` is ours and stable; `type` is OpenAI's word. */
export type OpenAiError = {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
  };
};

export function openAiError(error: AppError): OpenAiError {
  const message = error.hint === undefined ? error.message : `${error.message} (${error.hint})`;
  return { error: { message, type: typeOf(error.code), param: error.param ?? null, code: error.code } };
}

/** Response headers that tell OpenAI's SDKs whether and when to try again. */
export function retryHeaders(error: AppError): Record<string, string> {
  const headers: Record<string, string> = { "x-should-retry": String(error.retryable) };
  if (error.retryAfterMs !== undefined) {
    headers["retry-after-ms"] = String(Math.ceil(error.retryAfterMs));
    headers["retry-after"] = String(Math.ceil(error.retryAfterMs / 1000));
  }
  return headers;
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
    case "invalid_request":
    case "invalid_json":
    case "unknown_model":
    case "unknown_request":
    case "unknown_route":
    case "body_too_large":
    case "expert_refused":
      return "invalid_request_error";
    default:
      return "api_error";
  }
}
