import { AppError, type AppErrorOptions, type UpstreamRefusal } from "../core/app-error.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { SecretHider } from "./hide-secrets.ts";
import { type RetryHeaders, retryAfterMs } from "./retry-after.ts";

export type Refusal = {
  readonly expert: string;
  /** Where the key comes from, for the hint; `null` when there is none. */
  readonly keyName: string | null;
  readonly status: number;
  readonly headers: RetryHeaders;
  readonly body: Buffer | null;
  readonly contentType: string | null;
  /** Whether a client may see the body as it is: false when it is of a dialect that no client of ours speaks. */
  readonly bodyIsForClients: boolean;
  readonly hide: SecretHider;
  readonly nowMs: number;
};

/** Codes that say that no wait will help: somebody has to pay or raise a limit first. */
const HOPELESS_CODES = new Set([
  "insufficient_quota",
  "enforced_spend_limit_reached",
  "billing_hard_limit_reached",
]);
/** Codes that say that our key is wrong, under whatever status. */
const KEY_CODES = new Set(["invalid_api_key", "authentication_error", "unauthorized", "API_KEY_INVALID"]);
/** Codes of a 400 that says what this model cannot and another might. */
const UNFIT_CODES = new Set([
  "context_length_exceeded",
  "exceed_context_size_error",
  "model_not_found",
  "model_not_supported",
]);
const UNFIT_WORDS =
  /context[ _](?:length|window|size)|prompt is too long|maximum number of tokens|model\b.{0,80}(?:not found|not exist)/iu;
/** There is no such model or address here, or it takes no request of this size. */
const UNFIT_STATUSES = new Set([404, 405, 413]);
const MESSAGE_CHARACTERS_MAX = 500;

/** What a status that is not 2xx means to us, and what the provider said when its client may see it. */
export function refusalError(refusal: Refusal): AppError {
  const { status } = refusal;
  const body = refusal.body === null ? null : refusal.hide.bytes(refusal.body);
  const said = readSaid(body);
  // What it says about our key stays here: the client's own key is fine.
  if (status === 401 || status === 403 || said.codes.some((code) => KEY_CODES.has(code)))
    return unauthorized(refusal);
  const upstream: UpstreamRefusal = refusal.bodyIsForClients
    ? { status, body, contentType: refusal.contentType }
    : { status, body: null, contentType: null };
  const wait = retryAfterMs(refusal.headers, refusal.nowMs);
  const options = { upstream, ...(wait === null ? {} : { retryAfterMs: wait }) };
  const quote = said.message === null ? "" : `: ${said.message}`;
  return statusError(refusal, said, { options, quote });
}

type Told = { readonly options: AppErrorOptions; readonly quote: string };

function statusError({ expert, status }: Refusal, said: Said, { options, quote }: Told): AppError {
  if (status === 402) {
    return new AppError("expert_unauthorized", `${expert} wants to be paid first (HTTP 402)`, {
      hint: "top up the account at this provider",
    });
  }
  if (status === 429) {
    const hopeless = said.codes.some((code) => HOPELESS_CODES.has(code));
    return new AppError("rate_limited", `${expert} is over its limit${quote}`, {
      ...options,
      retryable: !hopeless,
      hint: hopeless
        ? "raise the spend limit at this provider"
        : "wait as long as retry-after says, or add an expert to share the load",
    });
  }
  if (status === 503 || status === 529)
    return new AppError("expert_unavailable", `${expert} is overloaded (HTTP ${status})${quote}`, options);
  if (status === 408 || status >= 500)
    return new AppError("expert_bad_response", `${expert} failed (HTTP ${status})${quote}`, options);
  if (status >= 400) {
    return new AppError("expert_refused", `${expert} refused the request (HTTP ${status})${quote}`, {
      ...options,
      status,
      retryable: status === 409 || status === 425,
      elsewhere: UNFIT_STATUSES.has(status) || (status === 400 && saysUnfit(said)),
    });
  }
  return new AppError("expert_bad_response", `${expert} answered with HTTP ${status}, which is no answer`, {
    ...options,
    hint:
      status >= 300 ? "redirects are not followed: set base_url to where it redirects to" : "check base_url",
  });
}

function saysUnfit({ codes, message }: Said): boolean {
  return codes.some((code) => UNFIT_CODES.has(code)) || UNFIT_WORDS.test(message ?? "");
}

function unauthorized(refusal: Refusal): AppError {
  return new AppError("expert_unauthorized", `${refusal.expert} refused our key (HTTP ${refusal.status})`, {
    hint:
      refusal.keyName === null
        ? "this expert has no key: set api_key_env"
        : `check the key in ${refusal.keyName}: whether it is valid, of this site, and may use this model`,
  });
}

/** An `{"error": …}` inside a reply whose status was fine, as the status it should have had. */
export function errorStatusOf(error: unknown): number | null {
  if (!isJsonObject(error)) return null;
  if (codesOf(error).some((code) => KEY_CODES.has(code))) return 401;
  const code = Number(error["code"] ?? error["status"]);
  return Number.isInteger(code) && code >= 400 && code <= 599 ? code : null;
}

type Said = { readonly message: string | null; readonly codes: readonly string[] };

function readSaid(body: Buffer | null): Said {
  const nothing: Said = { message: null, codes: [] };
  if (body === null) return nothing;
  let json: unknown;
  try {
    json = JSON.parse(body.toString("utf8"));
  } catch {
    return nothing;
  }
  // Google's compatible endpoint puts its error into a list.
  const first: unknown = Array.isArray(json) ? json[0] : json;
  const error = isJsonObject(first) ? (first["error"] ?? first) : first;
  if (typeof error === "string") return { message: error.slice(0, MESSAGE_CHARACTERS_MAX), codes: [] };
  if (!isJsonObject(error)) return nothing;
  const message = error["message"];
  return {
    message: typeof message === "string" ? message.slice(0, MESSAGE_CHARACTERS_MAX) : null,
    codes: codesOf(error),
  };
}

/** Where providers name the reason: `code` or `type`, Databricks inside `details`, Google in a list of them. */
function codesOf(error: JsonObject): readonly string[] {
  const { code, type, details } = error;
  const inDetails = (Array.isArray(details) ? (details as readonly unknown[]) : [details])
    .filter(isJsonObject)
    .flatMap((detail) => [detail["error_code"], detail["reason"]]);
  return [code, type, ...inDetails].filter((one) => typeof one === "string");
}
