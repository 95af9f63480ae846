import { AppError, type UpstreamRefusal } from "../core/app-error.ts";
import { isJsonObject } from "../core/json.ts";
import { type RetryHeaders, retryAfterMs } from "./retry-after.ts";

export type Refusal = {
  readonly expert: string;
  /** Where the key comes from, for the hint; `null` when there is none. */
  readonly keyName: string | null;
  readonly status: number;
  readonly headers: RetryHeaders;
  readonly body: Buffer | null;
  readonly contentType: string | null;
  readonly nowMs: number;
};

/** Codes that say that no wait will help: somebody has to pay or raise a limit first. */
const HOPELESS_CODES = new Set([
  "insufficient_quota",
  "enforced_spend_limit_reached",
  "billing_hard_limit_reached",
]);
const MESSAGE_CHARACTERS_MAX = 500;

/** What a status that is not 2xx means to us, and what the provider said when its client may see it. */
export function refusalError(refusal: Refusal): AppError {
  const { expert, status } = refusal;
  const upstream: UpstreamRefusal = { status, body: refusal.body, contentType: refusal.contentType };
  const said = readSaid(refusal.body);
  const wait = retryAfterMs(refusal.headers, refusal.nowMs);
  const asked = wait === null ? {} : { retryAfterMs: wait };
  const quote = said.message === null ? "" : `: ${said.message}`;
  // What it says about our key stays here: the body may quote it, and the client's own key is fine.
  if (status === 401 || status === 403) return unauthorized(refusal);
  if (status === 402) {
    return new AppError("expert_unauthorized", `${expert} wants to be paid first (HTTP 402)`, {
      hint: "top up the account at this provider",
    });
  }
  if (status === 429) {
    const hopeless = said.codes.some((code) => HOPELESS_CODES.has(code));
    return new AppError("rate_limited", `${expert} is over its limit${quote}`, {
      ...asked,
      retryable: !hopeless,
      upstream,
      hint: hopeless
        ? "raise the spend limit at this provider"
        : "wait as long as retry-after says, or add an expert to share the load",
    });
  }
  if (status === 503 || status === 529) {
    return new AppError("expert_unavailable", `${expert} is overloaded (HTTP ${status})${quote}`, {
      ...asked,
      upstream,
    });
  }
  if (status === 408 || status >= 500) {
    return new AppError("expert_bad_response", `${expert} failed (HTTP ${status})${quote}`, {
      ...asked,
      upstream,
    });
  }
  if (status >= 400) {
    const retryable = status === 409 || status === 425;
    return new AppError("expert_refused", `${expert} refused the request (HTTP ${status})${quote}`, {
      ...asked,
      status,
      retryable,
      upstream,
    });
  }
  return new AppError("expert_bad_response", `${expert} answered with HTTP ${status}, which is no answer`, {
    upstream,
    hint:
      status >= 300 ? "redirects are not followed: set base_url to where it redirects to" : "check base_url",
  });
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
  const error = isJsonObject(json) ? (json["error"] ?? json) : json;
  if (typeof error === "string") return { message: error.slice(0, MESSAGE_CHARACTERS_MAX), codes: [] };
  if (!isJsonObject(error)) return nothing;
  const details = isJsonObject(error["details"]) ? error["details"] : {};
  const codes = [error["code"], error["type"], details["error_code"]].filter(
    (code) => typeof code === "string",
  );
  const message = error["message"];
  return { message: typeof message === "string" ? message.slice(0, MESSAGE_CHARACTERS_MAX) : null, codes };
}
