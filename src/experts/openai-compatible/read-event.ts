import { AppError } from "../../core/app-error.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { type EventFields, readEventFields } from "./sse/event-data.ts";

/** One event of a chat stream, read as far as its bytes demand. `json` is there only when it was parsed. */
export type ChatEvent =
  | { readonly type: "comment" }
  | { readonly type: "terminal" }
  | { readonly type: "error"; readonly data: Buffer; readonly error: unknown }
  | { readonly type: "chunk"; readonly json: JsonObject | null };

const COMMENT: ChatEvent = { type: "comment" };
const TERMINAL: ChatEvent = { type: "terminal" };
const UNPARSED: ChatEvent = { type: "chunk", json: null };

const DONE = "[DONE]";
const QUOTE = 0x22;
const COLON = 0x3a;
const SPACE = 0x20;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LETTER_N = 0x6e;

/**
 * Reads an event without parsing its JSON, unless it mentions a usage, a finish reason or an error that is not
 * null (inside text those words have a backslash before their quotes). With `always` it is parsed anyway.
 */
export function readEvent(event: Buffer, always = false): ChatEvent {
  const latin1 = event.toString("latin1");
  const fields = readEventFields(event, latin1);
  if (fields === null) return COMMENT;
  if (fields.name === "error") return { type: "error", data: dataOf(fields), error: errorOf(fields) };
  let start = fields.start;
  while ((fields.source[start] ?? LETTER_N) <= SPACE) start++;
  if (fields.source[start] !== OPEN_BRACE) return withoutObject(fields);
  if (!always && !isInteresting(latin1)) {
    if (!endsInObject(fields)) throw garbage(fields);
    return UNPARSED;
  }
  const json = parse(fields);
  const error = json["error"] ?? (saysFinishError(json) ? json : null);
  if (error !== null) return { type: "error", data: dataOf(fields), error };
  return { type: "chunk", json };
}

function withoutObject(fields: EventFields): ChatEvent {
  const data = dataOf(fields).toString("latin1", 0, QUOTED_BYTES_MAX).trim();
  if (data === DONE) return TERMINAL;
  if (data === "") return COMMENT;
  throw garbage(fields);
}

/** The cheapest sign of JSON that was cut or is none: whoever parses it all is the client. */
function endsInObject({ source, start, end }: EventFields): boolean {
  let last = end - 1;
  while (last > start && (source[last] ?? 0) <= SPACE) last--;
  return source[last] === CLOSE_BRACE;
}

function isInteresting(latin1: string): boolean {
  return says(latin1, 'finish_reason"') || says(latin1, 'usage"') || says(latin1, 'error"');
}

/**
 * Whether `"key":` stands in the event with a value other than null. The search starts at the key's letters,
 * as every other byte of JSON is a quote: this alone makes it three times as fast.
 */
function says(latin1: string, key: string): boolean {
  for (let at = latin1.indexOf(key); at >= 0; at = latin1.indexOf(key, at + key.length)) {
    if (latin1.charCodeAt(at - 1) !== QUOTE) continue;
    let value = at + key.length;
    let code = latin1.charCodeAt(value);
    while (code === COLON || code <= SPACE) code = latin1.charCodeAt(++value);
    if (code !== LETTER_N) return true;
  }
  return false;
}

function saysFinishError(json: JsonObject): boolean {
  const choices = json["choices"];
  const choice: unknown = Array.isArray(choices) ? choices[0] : null;
  return isJsonObject(choice) && choice["finish_reason"] === "error";
}

function dataOf(fields: EventFields): Buffer {
  return fields.source.subarray(fields.start, fields.end);
}

function errorOf(fields: EventFields): unknown {
  try {
    const json = parse(fields);
    return json["error"] ?? json;
  } catch {
    return dataOf(fields).toString("utf8");
  }
}

function parse(fields: EventFields): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(fields.source.toString("utf8", fields.start, fields.end));
  } catch (error) {
    throw garbage(fields, error);
  }
  if (!isJsonObject(json)) throw garbage(fields);
  return json;
}

const QUOTED_BYTES_MAX = 80;

function garbage(fields: EventFields, cause?: unknown): AppError {
  const start = JSON.stringify(dataOf(fields).toString("utf8", 0, QUOTED_BYTES_MAX));
  return new AppError("expert_bad_response", `an event of the stream is no JSON object: ${start}`, { cause });
}
