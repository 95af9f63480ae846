import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { StreamPart, WireReading } from "../expert.ts";
import { toolCallsOf } from "./delta.ts";

/** A tool call while it arrives. It is announced once its name is known. */
export type ToolCall = {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly input: string;
  readonly announced: boolean;
  readonly thoughtSignature: string | null;
};

type Out = { readonly parts: StreamPart[]; readonly idPrefix: string };

/** Tool calls open at once in one answer; a server that sends more is ignored beyond. */
const TOOL_CALLS_MAX = 512;

/**
 * Adds a chunk's `tool_calls` deltas to the calls so far. `index` may be missing (Gemini) or the same for all:
 * then a new id begins a new call, and a delta without an id goes on with the last one.
 */
export function readToolCalls(
  before: readonly ToolCall[],
  deltas: readonly JsonObject[],
  out: Out,
): ToolCall[] {
  const calls = [...before];
  for (const delta of deltas) {
    let position = findCall(calls, delta);
    if (position < 0) {
      if (calls.length >= TOOL_CALLS_MAX) continue;
      position = calls.length;
      calls.push(newCall(delta, position, out.idPrefix));
    }
    const call = calls[position];
    if (call !== undefined) calls[position] = extend(call, delta, out.parts);
  }
  return calls;
}

/** The same where nobody wants the calls in parts: on the side, or of a whole answer. */
export function addToolCalls(before: readonly ToolCall[], delta: JsonObject): readonly ToolCall[] {
  const deltas = toolCallsOf(delta);
  return deltas.length === 0 ? before : readToolCalls(before, deltas, { parts: [], idPrefix: "" });
}

/** The calls as a reading names them, `undefined` when there are none. */
export function saidCalls(calls: readonly ToolCall[]): WireReading["toolCalls"] {
  const said = calls.flatMap(({ name, input }) => (name === "" ? [] : [{ name, input }]));
  return said.length === 0 ? undefined : said;
}

/** Ends every call: its input is complete. */
export function closeToolCalls(calls: readonly ToolCall[], parts: StreamPart[]): void {
  for (const call of calls) {
    if (!call.announced) continue;
    const signed = call.thoughtSignature;
    parts.push(
      { type: "tool-input-end", id: call.id },
      {
        type: "tool-call",
        toolCallId: call.id,
        toolName: call.name,
        input: call.input === "" ? "{}" : call.input,
        ...(signed === null ? {} : { providerMetadata: { google: { thoughtSignature: signed } } }),
      },
    );
  }
}

function findCall(calls: readonly ToolCall[], delta: JsonObject): number {
  const { id, index } = delta;
  if (typeof id === "string" && id !== "") {
    const known = calls.findIndex((call) => call.id === id);
    if (known >= 0) return known;
    const sameIndex = calls.findLastIndex((call) => call.index === index);
    // An id after a call was announced under the same index begins another call.
    return sameIndex >= 0 && calls[sameIndex]?.announced === false ? sameIndex : -1;
  }
  if (typeof index === "number") return calls.findLastIndex((call) => call.index === index);
  return calls.length - 1;
}

function newCall(delta: JsonObject, position: number, idPrefix: string): ToolCall {
  const { id, index } = delta;
  return {
    index: typeof index === "number" ? index : position,
    id: typeof id === "string" && id !== "" ? id : `${idPrefix}-${position}`,
    name: "",
    input: "",
    announced: false,
    thoughtSignature: null,
  };
}

function extend(before: ToolCall, delta: JsonObject, parts: StreamPart[]): ToolCall {
  const called = isJsonObject(delta["function"]) ? delta["function"] : {};
  const name = typeof called["name"] === "string" && before.name === "" ? called["name"] : before.name;
  const piece = typeof called["arguments"] === "string" ? called["arguments"] : "";
  const call = {
    ...before,
    name,
    input: before.input + piece,
    thoughtSignature: signatureOf(delta) ?? before.thoughtSignature,
  };
  if (name === "") return call;
  if (!before.announced) parts.push({ type: "tool-input-start", id: call.id, toolName: name });
  const said = before.announced ? piece : call.input;
  if (said !== "") parts.push({ type: "tool-input-delta", id: call.id, delta: said });
  return { ...call, announced: true };
}

/** Gemini wants its thought signature back with the call, or refuses the next turn. */
function signatureOf(delta: JsonObject): string | null {
  const extra = delta["extra_content"];
  const google = isJsonObject(extra) ? extra["google"] : null;
  const signature = isJsonObject(google) ? google["thought_signature"] : null;
  return typeof signature === "string" ? signature : null;
}
