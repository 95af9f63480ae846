/** The AI SDK's finish reasons in Chat Completions' words. */
export function chatFinishReason(unified: string): string {
  switch (unified) {
    case "tool-calls":
      return "tool_calls";
    case "content-filter":
      return "content_filter";
    case "length":
      return "length";
    default:
      return "stop";
  }
}
