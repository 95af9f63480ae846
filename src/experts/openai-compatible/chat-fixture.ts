import type { ServerResponse } from "node:http";
import { isJsonObject } from "../../core/json.ts";
import { splitWords } from "../split-words.ts";

/** A server that repeats the last message as an OpenAI-compatible provider would, word by word. */
export function answerLikeOpenai(body: Readonly<Record<string, unknown>>, reply: ServerResponse): void {
  const words = splitWords(lastContent(body));
  const limit = Number(body["max_completion_tokens"] ?? body["max_tokens"] ?? words.length);
  const said = words.slice(0, limit);
  const finish = said.length < words.length ? "length" : "stop";
  const usage = {
    prompt_tokens: words.length,
    completion_tokens: said.length,
    total_tokens: words.length + said.length,
    prompt_tokens_details: { cached_tokens: 0 },
  };
  if (body["stream"] !== true) {
    const message = { role: "assistant", content: said.join("") };
    const choices = [{ index: 0, message, finish_reason: finish }];
    reply.writeHead(200, { "content-type": "application/json", "x-request-id": "up-1" });
    reply.end(JSON.stringify({ id: "c1", object: "chat.completion", model: "m", choices, usage }));
    return;
  }
  reply.writeHead(200, { "content-type": "text/event-stream", "x-request-id": "up-1" });
  for (const word of said) reply.write(event(chunk({ content: word }, null)));
  reply.write(event(chunk({}, finish)));
  reply.write(event({ id: "c1", object: "chat.completion.chunk", choices: [], usage }));
  reply.end("data: [DONE]\n\n");
}

export function chunk(delta: object, finish: string | null): object {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return {
    id: "c1",
    object: "chat.completion.chunk",
    created: 1_780_000_000,
    model: "m",
    choices,
    usage: null,
  };
}

export function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

function lastContent(body: Readonly<Record<string, unknown>>): string {
  const messages = Array.isArray(body["messages"]) ? (body["messages"] as readonly unknown[]) : [];
  const last = messages.at(-1);
  const content = isJsonObject(last) ? last["content"] : "";
  if (typeof content === "string") return content;
  const parts: readonly unknown[] = Array.isArray(content) ? content : [];
  return parts
    .map((part) => (isJsonObject(part) && typeof part["text"] === "string" ? part["text"] : ""))
    .join("");
}
