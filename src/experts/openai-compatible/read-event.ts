import { AppError } from "../../core/app-error.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { readEventFields } from "./sse/event-data.ts";

/** One event of a chat stream, read as far as its bytes demand. `json` is there only when it was parsed. */
export type ChatEvent =
  | { readonly type: "comment" }
  | { readonly type: "terminal" }
  | { readonly type: "error"; readonly data: Buffer; readonly error: unknown }
  | { readonly type: "chunk"; readonly data: Buffer; readonly json: JsonObject | null };

const DONE = Buffer.from("[DONE]");
const USAGE = Buffer.from('"usage"');
const FINISH_REASON = Buffer.from('"finish_reason"');
const ERROR = Buffer.from('"error"');
const OPEN_BRACE = 0x7b;
const COLON = 0x3a;
const LETTER_N = 0x6e;

/**
 * Reads an event without parsing its JSON, unless it mentions a usage, a finish reason or an error that is not
 * null (inside text those words have a backslash before their quotes). With `always` it is parsed anyway.
 */
export function readEvent(event: Buffer, always = false): ChatEvent {
  const fields = readEventFields(event);
  if (fields === null || (fields.data.length === 0 && fields.name === null)) return { type: "comment" };
  const { data } = fields;
  if (data.length < 16 && DONE.equals(trim(data))) return { type: "terminal" };
  if (fields.name === "error") return { type: "error", data, error: errorOf(data) };
  if (trim(data)[0] !== OPEN_BRACE) throw garbage(data);
  if (!always && !isInteresting(data)) return { type: "chunk", data, json: null };
  const json = parse(data);
  const error = json["error"] ?? (saysFinishError(json) ? json : null);
  if (error !== null) return { type: "error", data, error };
  return { type: "chunk", data, json };
}

function isInteresting(data: Buffer): boolean {
  return says(data, FINISH_REASON) || says(data, USAGE) || says(data, ERROR);
}

/** Whether `"key":` stands in the bytes with a value other than null. */
function says(data: Buffer, key: Buffer): boolean {
  for (let at = data.indexOf(key); at >= 0; at = data.indexOf(key, at + key.length)) {
    let value = at + key.length;
    while (isSpaceOrColon(data[value])) value++;
    if (data[value] !== LETTER_N) return true;
  }
  return false;
}

function isSpaceOrColon(byte: number | undefined): boolean {
  return byte === COLON || (byte !== undefined && byte <= 0x20);
}

function trim(data: Buffer): Buffer {
  let start = 0;
  let end = data.length;
  while (start < end && (data[start] ?? 0) <= 0x20) start++;
  while (end > start && (data[end - 1] ?? 0) <= 0x20) end--;
  return start === 0 && end === data.length ? data : data.subarray(start, end);
}

function saysFinishError(json: JsonObject): boolean {
  const choices = json["choices"];
  const choice: unknown = Array.isArray(choices) ? choices[0] : null;
  return isJsonObject(choice) && choice["finish_reason"] === "error";
}

function errorOf(data: Buffer): unknown {
  try {
    const json = parse(data);
    return json["error"] ?? json;
  } catch {
    return data.toString("utf8");
  }
}

function parse(data: Buffer): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(data.toString("utf8"));
  } catch (error) {
    throw garbage(data, error);
  }
  if (!isJsonObject(json)) throw garbage(data);
  return json;
}

const QUOTED_BYTES_MAX = 80;

function garbage(data: Buffer, cause?: unknown): AppError {
  const start = JSON.stringify(data.toString("utf8", 0, QUOTED_BYTES_MAX));
  return new AppError("expert_bad_response", `an event of the stream is no JSON object: ${start}`, { cause });
}
