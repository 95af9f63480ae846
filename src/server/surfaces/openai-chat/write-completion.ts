import type { StreamPart } from "../../../experts/expert.ts";
import { usageFromSdk } from "../../../experts/usage-from-sdk.ts";
import { chatUsage } from "./chat-usage.ts";
import { chatFinishReason } from "./finish-reason.ts";

type ToolCall = {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
};

export type CompletionHead = { readonly id: string; readonly created: number; readonly model: string };

/** A whole `chat.completion` from the parts of a translated answer. */
export function writeCompletion(head: CompletionHead, parts: readonly StreamPart[]): unknown {
  let text = "";
  let reasoning = "";
  const toolCalls: ToolCall[] = [];
  let finish: Extract<StreamPart, { type: "finish" }> | undefined;
  for (const part of parts) {
    if (part.type === "text-delta") text += part.delta;
    else if (part.type === "reasoning-delta") reasoning += part.delta;
    else if (part.type === "finish") finish = part;
    else if (part.type === "tool-call")
      toolCalls.push({
        id: part.toolCallId,
        type: "function",
        function: { name: part.toolName, arguments: part.input },
      });
  }
  const usage = finish === undefined ? null : usageFromSdk(finish.usage);
  const message = {
    role: "assistant",
    content: text === "" && toolCalls.length > 0 ? null : text,
    refusal: null,
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
  };
  return {
    id: head.id,
    object: "chat.completion",
    created: head.created,
    model: head.model,
    choices: [
      {
        index: 0,
        message,
        logprobs: null,
        finish_reason: chatFinishReason(finish?.finishReason.unified ?? "other"),
      },
    ],
    ...(usage === null ? {} : { usage: chatUsage(usage) }),
  };
}
