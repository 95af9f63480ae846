import { AppError } from "../../../core/app-error.ts";
import { isJsonObject } from "../../../core/json.ts";
import type { RequestFacts } from "../../../gateway/gateway-request.ts";
import { readToque, type ToqueFields } from "./read-toque.ts";

export type ChatBody = Readonly<Record<string, unknown>>;

export type ChatRequest = ToqueFields & {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly facts: RequestFacts;
};

const MODEL_CHARS_MAX = 256;
const MESSAGES_MAX = 10_000;
const ROLES = new Set(["system", "developer", "user", "assistant", "tool", "function"]);

type FieldType = "number" | "integer" | "string" | "boolean" | "array" | "object";
type FieldRule = { readonly type: FieldType; readonly min?: number; readonly max?: number };

const AT_LEAST_ONE: FieldRule = { type: "integer", min: 1 };
const PENALTY: FieldRule = { type: "number", min: -2, max: 2 };

/** The known optional fields that are checked here; unknown fields travel on untouched. */
const FIELD_RULES: Readonly<Record<string, FieldRule>> = {
  temperature: { type: "number", min: 0 },
  top_p: { type: "number", min: 0, max: 1 },
  top_k: { type: "integer" },
  presence_penalty: PENALTY,
  frequency_penalty: PENALTY,
  max_tokens: AT_LEAST_ONE,
  max_completion_tokens: AT_LEAST_ONE,
  n: AT_LEAST_ONE,
  seed: { type: "integer" },
  stream: { type: "boolean" },
  logprobs: { type: "boolean" },
  tools: { type: "array" },
  stream_options: { type: "object" },
  response_format: { type: "object" },
  metadata: { type: "object" },
  user: { type: "string" },
  reasoning_effort: { type: "string" },
};

const STOPS_MAX = 16;
const STOP_CHARS_MAX = 256;

/** Checks a Chat Completions body and reads what Toque needs of it. Throws `invalid_request` naming the field. */
export function readChatRequest(body: unknown): { body: ChatBody; request: ChatRequest } {
  if (!isJsonObject(body)) throw invalid("", `the body must be a JSON object, not ${nameOf(body)}`);
  const model = readModel(body["model"]);
  for (const field in FIELD_RULES) checkField(field, body[field], FIELD_RULES[field]);
  checkStop(body["stop"]);
  const facts = readMessages(body["messages"]);
  const options = body["stream_options"];
  const format = body["response_format"];
  const tools = body["tools"];
  const request = {
    ...readToque(body),
    model,
    stream: body["stream"] === true,
    includeUsage: isJsonObject(options) && options["include_usage"] === true,
    facts: {
      ...facts,
      tools: Array.isArray(tools) && tools.length > 0,
      jsonSchema: isJsonObject(format) && format["type"] === "json_schema",
    },
  };
  return { body, request };
}

function readModel(model: unknown): string {
  if (typeof model !== "string") throw invalid("model", `'model' must be a string, not ${nameOf(model)}`);
  if (model.length === 0) throw invalid("model", "'model' is empty");
  if (model.length > MODEL_CHARS_MAX)
    throw invalid("model", `'model' is longer than ${MODEL_CHARS_MAX} characters`);
  return model;
}

function checkField(field: string, value: unknown, rule: FieldRule | undefined): void {
  if (value === undefined || value === null || rule === undefined) return;
  if (!hasType(value, rule.type))
    throw invalid(field, `'${field}' must be ${article(rule.type)}, not ${nameOf(value)}`);
  if (typeof value !== "number") return;
  const { min = -Infinity, max = Infinity } = rule;
  if (value >= min && value <= max) return;
  const range = max === Infinity ? `at least ${min}` : `from ${min} to ${max}`;
  throw invalid(field, `'${field}' must be ${range}, not ${nameOf(value)}`);
}

function checkStop(stop: unknown): void {
  if (stop === undefined || stop === null) return;
  const stops: readonly unknown[] = Array.isArray(stop) ? stop : [stop];
  if (stops.length > STOPS_MAX)
    throw invalid("stop", `'stop' holds ${stops.length} sequences, at most ${STOPS_MAX} are read`);
  for (const one of stops) {
    if (typeof one !== "string") throw invalid("stop", `'stop' must hold strings, not ${nameOf(one)}`);
    if (one.length > STOP_CHARS_MAX)
      throw invalid("stop", `a sequence of 'stop' is longer than ${STOP_CHARS_MAX} characters`);
  }
}

function hasType(value: unknown, type: FieldType): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isJsonObject(value);
    case "number":
    case "string":
    case "boolean":
      return typeof value === type;
  }
}

function readMessages(messages: unknown): { images: boolean; promptChars: number } {
  if (!Array.isArray(messages))
    throw invalid("messages", `'messages' must be an array, not ${nameOf(messages)}`);
  if (messages.length === 0)
    throw invalid("messages", "'messages' is empty", "send at least one message, for example a user's");
  if (messages.length > MESSAGES_MAX)
    throw invalid(
      "messages",
      `'messages' holds ${messages.length} messages, at most ${MESSAGES_MAX} are read`,
    );
  let promptChars = 0;
  let images = false;
  for (let index = 0; index < messages.length; index++) {
    const read = readMessage(messages[index], `messages[${index}]`);
    promptChars += read.chars;
    images ||= read.images;
  }
  return { images, promptChars };
}

function readMessage(message: unknown, path: string): { chars: number; images: boolean } {
  if (!isJsonObject(message)) throw invalid(path, `'${path}' must be an object, not ${nameOf(message)}`);
  const role = message["role"];
  if (typeof role !== "string" || !ROLES.has(role))
    throw invalid(
      `${path}.role`,
      `'${path}.role' must be one of ${[...ROLES].join(", ")}, not ${nameOf(role)}`,
    );
  const content = message["content"];
  if (typeof content === "string") return { chars: content.length, images: false };
  if (content === null || content === undefined) {
    if (role === "assistant") return { chars: 0, images: false };
    throw invalid(`${path}.content`, `'${path}.content' is missing`);
  }
  if (!Array.isArray(content))
    throw invalid(
      `${path}.content`,
      `'${path}.content' must be a string or an array of parts, not ${nameOf(content)}`,
    );
  return readParts(content, `${path}.content`);
}

function readParts(parts: readonly unknown[], path: string): { chars: number; images: boolean } {
  let chars = 0;
  let images = false;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    const at = `${path}[${index}]`;
    if (!isJsonObject(part) || typeof part["type"] !== "string")
      throw invalid(at, `'${at}' must be an object with a string 'type'`);
    const { text } = part;
    if (part["type"] === "text" && typeof text !== "string")
      throw invalid(`${at}.text`, `'${at}.text' must be a string, not ${nameOf(text)}`);
    if (typeof text === "string") chars += text.length;
    images ||= part["type"] === "image_url";
  }
  return { chars, images };
}

const VALUE_CHARS_SHOWN = 60;

function nameOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  const shown = JSON.stringify(value);
  return shown.length > VALUE_CHARS_SHOWN ? `${shown.slice(0, VALUE_CHARS_SHOWN)}…` : shown;
}

function article(type: FieldType): string {
  return /^[aio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function invalid(param: string, message: string, hint?: string): AppError {
  return new AppError("invalid_request", message, {
    ...(param === "" ? {} : { param }),
    ...(hint === undefined ? {} : { hint }),
  });
}
