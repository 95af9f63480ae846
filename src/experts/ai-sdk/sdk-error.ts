import { AISDKError, APICallError } from "@ai-sdk/provider";
import { AppError } from "../../core/app-error.ts";
import { isJsonObject } from "../../core/json.ts";
import type { SecretHider } from "../hide-secrets.ts";
import { refusalError } from "../refusal.ts";

export type SdkErrorContext = {
  readonly expert: string;
  readonly keyName: string | null;
  readonly hide: SecretHider;
  readonly nowMs: number;
  /** Whether parts were already given: then the stream broke. */
  readonly begun: boolean;
};

/** Faults of what was asked; the provider was never reached. */
const REFUSED = new Set([
  "AI_InvalidPromptError",
  "AI_InvalidArgumentError",
  "AI_UnsupportedFunctionalityError",
  "AI_NoSuchModelError",
  "AI_TooManyEmbeddingValuesForCallError",
]);

/** Of these, what another model might do. */
const UNFIT = new Set(["AI_UnsupportedFunctionalityError", "AI_NoSuchModelError"]);

const NOT_SET_UP = new Set(["AI_LoadAPIKeyError", "AI_LoadSettingError"]);

/** What a provider package threw, as ours. */
export function errorFromSdk(error: unknown, context: SdkErrorContext): AppError {
  if (error instanceof AppError) return error;
  const { expert } = context;
  if (APICallError.isInstance(error) && error.statusCode !== undefined) return statusError(error, context);
  const message = messageOf(error, context.hide);
  if (context.begun) {
    return new AppError("expert_stream_broken", `${expert} broke off its stream: ${message}`, {
      cause: error,
    });
  }
  if (APICallError.isInstance(error) || error instanceof TypeError) {
    return new AppError("expert_unreachable", `${expert} cannot be reached: ${message}`, {
      cause: error,
      hint: "check the address in settings.baseURL and that the server runs",
    });
  }
  if (!AISDKError.isInstance(error)) return bad(`${expert} answered with an error: ${message}`, error);
  if (REFUSED.has(error.name)) {
    return new AppError("expert_refused", `${expert} cannot be asked this: ${message}`, {
      elsewhere: UNFIT.has(error.name),
      cause: error,
    });
  }
  if (NOT_SET_UP.has(error.name)) {
    return new AppError("expert_unavailable", `${expert} is not set up: ${message}`, {
      cause: error,
      retryable: false,
    });
  }
  return bad(`${expert}: ${message}`, error);
}

function statusError(error: APICallError, context: SdkErrorContext): AppError {
  const headers = error.responseHeaders ?? {};
  const status = error.statusCode ?? 0;
  // Under a status that is fine the body made no sense to the package.
  if (status < 300)
    return bad(
      `${context.expert} sent an answer that cannot be read: ${messageOf(error, context.hide)}`,
      error,
    );
  const body = error.responseBody === undefined ? null : Buffer.from(error.responseBody);
  // Our clients speak OpenAI's dialect: an error in another one is told in our words.
  const shown = { bodyIsForClients: false, contentType: headers["content-type"] ?? null };
  return refusalError({ ...context, ...shown, status, headers, body });
}

function bad(message: string, cause: unknown): AppError {
  return new AppError("expert_bad_response", message, { cause });
}

const MESSAGE_CHARACTERS_MAX = 300;

function messageOf(error: unknown, hide: SecretHider): string {
  const said = error instanceof Error || isJsonObject(error) ? error.message : error;
  return typeof said === "string" ? hide.text(said).slice(0, MESSAGE_CHARACTERS_MAX) : "no reason given";
}
