import type { StreamPart } from "./expert.ts";

type Unified = Extract<StreamPart, { type: "finish" }>["finishReason"]["unified"];

export type FinishReason = { readonly unified: Unified; readonly raw: string };

/** A provider's word for why the answer ended, kept beside ours. */
export function finishReasonOf(raw: string): FinishReason {
  return { unified: unify(raw), raw };
}

function unify(raw: string): Unified {
  switch (raw) {
    case "stop":
    case "eos":
    case "stop_sequence":
      return "stop";
    case "length":
    case "max_tokens":
    case "model_length":
      return "length";
    case "tool_calls":
    case "function_call":
      return "tool-calls";
    case "content_filter":
    case "sensitive":
      return "content-filter";
    case "error":
      return "error";
    default:
      return "other";
  }
}
