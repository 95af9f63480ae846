import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { StreamPart } from "../expert.ts";
import { choiceZero, deltaOf, reasoningText, visibleText } from "./delta.ts";
import { type FinishReason, finishReasonOf } from "../finish-reason.ts";
import { closeToolCalls, readToolCalls, type ToolCall } from "./read-tool-calls.ts";

type Block = { readonly type: "text" | "reasoning"; readonly id: string };

export type ReaderState = {
  readonly block: Block | null;
  readonly blocks: number;
  readonly calls: readonly ToolCall[];
  readonly responseId: string | null;
  readonly finish: FinishReason | null;
};

export const INITIAL_STATE: ReaderState = {
  block: null,
  blocks: 0,
  calls: [],
  responseId: null,
  finish: null,
};

/** One wire chunk in, zero or more parts out. Pure, so a recorded stream tests it line by line. */
export function readChunk(before: ReaderState, json: JsonObject): [ReaderState, StreamPart[]] {
  const parts: StreamPart[] = [];
  let state = readMetadata(before, json, parts);
  const choice = choiceZero(json);
  if (choice === null) return [state, parts];
  const delta = deltaOf(choice);
  state = readText(state, { type: "reasoning", text: reasoningText(delta) }, parts);
  state = readText(state, { type: "text", text: visibleText(delta) }, parts);
  const toolDeltas = delta["tool_calls"];
  if (Array.isArray(toolDeltas) && toolDeltas.length > 0) {
    state = closeBlock(state, parts);
    const idPrefix = state.responseId ?? "call";
    state = {
      ...state,
      calls: readToolCalls(state.calls, toolDeltas.filter(isJsonObject), { parts, idPrefix }),
    };
  }
  const raw = choice["finish_reason"];
  if (typeof raw === "string" && raw !== "") state = { ...state, finish: finishReasonOf(raw) };
  return [state, parts];
}

/** After the last chunk: what is still open is closed, and `finish` is the last part. */
export function finishParts(
  state: ReaderState,
  usage: Extract<StreamPart, { type: "finish" }>["usage"],
): StreamPart[] {
  const parts: StreamPart[] = [];
  closeBlock(state, parts);
  closeToolCalls(state.calls, parts);
  const finish = state.finish ?? { unified: "other", raw: undefined };
  // Some servers say `stop` after calling tools; a client that waits for `tool-calls` would drop the calls.
  const unified =
    finish.unified === "stop" && state.calls.some((call) => call.announced) ? "tool-calls" : finish.unified;
  parts.push({ type: "finish", finishReason: { unified, raw: finish.raw }, usage });
  return parts;
}

function readMetadata(state: ReaderState, json: JsonObject, parts: StreamPart[]): ReaderState {
  const id = json["id"];
  if (state.responseId !== null || typeof id !== "string" || id === "") return state;
  const model = json["model"];
  const created = json["created"];
  parts.push({
    type: "response-metadata",
    id,
    ...(typeof model === "string" ? { modelId: model } : {}),
    ...(isSecond(created) ? { timestamp: new Date(created * 1000) } : {}),
  });
  return { ...state, responseId: id };
}

/** Seconds since the epoch that a date can hold; some servers write milliseconds or zero. */
function isSecond(value: unknown): value is number {
  return typeof value === "number" && value > 0 && value < 8_640_000_000_000;
}

function readText(
  before: ReaderState,
  piece: { readonly type: Block["type"]; readonly text: string },
  parts: StreamPart[],
): ReaderState {
  if (piece.text === "") return before;
  let state = before;
  if (state.block?.type !== piece.type) {
    state = closeBlock(state, parts);
    const block = { type: piece.type, id: String(state.blocks) };
    state = { ...state, block, blocks: state.blocks + 1 };
    parts.push({ type: `${block.type}-start`, id: block.id });
  }
  parts.push({ type: `${piece.type}-delta`, id: String(state.blocks - 1), delta: piece.text });
  return state;
}

function closeBlock(state: ReaderState, parts: StreamPart[]): ReaderState {
  if (state.block === null) return state;
  parts.push({ type: `${state.block.type}-end`, id: state.block.id });
  return { ...state, block: null };
}
