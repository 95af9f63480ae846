import type { StreamPart } from "../../../experts/expert.ts";
import { usageFromSdk } from "../../../experts/usage-from-sdk.ts";
import { chatUsage } from "./chat-usage.ts";
import { chatFinishReason } from "./finish-reason.ts";

export type ChunkHead = {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly includeUsage: boolean;
};

/** What the next chunk depends on: whether the role was said, and which index each tool call has. */
export type WriterState = { readonly started: boolean; readonly tools: readonly string[] };

export const INITIAL_STATE: WriterState = { started: false, tools: [] };

type Delta = Readonly<Record<string, unknown>>;

/** One part in, zero or more `chat.completion.chunk` objects out. Pure. */
export function writeChunk(
  head: ChunkHead,
  state: WriterState,
  part: StreamPart,
): readonly [WriterState, readonly unknown[]] {
  switch (part.type) {
    case "text-delta":
      return said(head, state, { content: part.delta });
    case "reasoning-delta":
      return said(head, state, { reasoning_content: part.delta });
    case "tool-input-start":
      return toolStarted(head, state, { id: part.id, name: part.toolName, input: "" });
    case "tool-input-delta":
      return toolContinued(head, state, part);
    case "tool-call":
      if (state.tools.includes(part.toolCallId)) return [state, []];
      return toolStarted(head, state, { id: part.toolCallId, name: part.toolName, input: part.input });
    case "finish": {
      const last = chunk(head, startedDelta(state), chatFinishReason(part.finishReason.unified));
      const usage = usageFromSdk(part.usage);
      const usageChunk = { ...base(head), choices: [], usage: usage === null ? null : chatUsage(usage) };
      return [state, head.includeUsage ? [last, usageChunk] : [last]];
    }
    default:
      return [state, []];
  }
}

function toolStarted(
  head: ChunkHead,
  state: WriterState,
  call: { readonly id: string; readonly name: string; readonly input: string },
): readonly [WriterState, readonly unknown[]] {
  const tools = [...state.tools, call.id];
  const named = { id: call.id, type: "function", function: { name: call.name, arguments: call.input } };
  const [, chunks] = said(head, state, { tool_calls: [{ index: tools.length - 1, ...named }] });
  return [{ started: true, tools }, chunks];
}

/** Arguments of a call that never began belong to no call. */
function toolContinued(
  head: ChunkHead,
  state: WriterState,
  part: { readonly id: string; readonly delta: string },
): readonly [WriterState, readonly unknown[]] {
  const index = state.tools.indexOf(part.id);
  if (index === -1) return [state, []];
  return said(head, state, { tool_calls: [{ index, function: { arguments: part.delta } }] });
}

function said(head: ChunkHead, state: WriterState, delta: Delta): readonly [WriterState, readonly unknown[]] {
  return [{ ...state, started: true }, [chunk(head, { ...startedDelta(state), ...delta }, null)]];
}

/** The first chunk carries the role. */
function startedDelta(state: WriterState): Delta {
  return state.started ? {} : { role: "assistant", content: "" };
}

function base(head: ChunkHead) {
  const { id, created, model } = head;
  return { id, object: "chat.completion.chunk", created, model };
}

function chunk(head: ChunkHead, delta: Delta, finishReason: string | null): unknown {
  const usage = head.includeUsage ? { usage: null } : {};
  return {
    ...base(head),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    ...usage,
  };
}
