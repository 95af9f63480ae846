import type { CallOptions } from "./expert.ts";

/** Text of the last user message, its text parts joined; empty when the prompt has none. */
export function lastUserText(prompt: CallOptions["prompt"]): string {
  const message = prompt.findLast((candidate) => candidate.role === "user");
  if (message === undefined) return "";
  return message.content.map((part) => (part.type === "text" ? part.text : "")).join("");
}
