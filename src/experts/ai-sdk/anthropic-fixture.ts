import type { ServerResponse } from "node:http";
import { z } from "zod";
import { splitWords } from "../split-words.ts";

const bodySchema = z.object({
  messages: z.array(z.object({ content: z.array(z.object({ text: z.string().default("") })) })),
  max_tokens: z.number(),
});

/** A server that repeats the last message as Anthropic's Messages API would, word by word. */
export function answerLikeAnthropic(json: unknown, reply: ServerResponse): void {
  const body = bodySchema.parse(json);
  const words = splitWords(
    body.messages
      .at(-1)
      ?.content.map((part) => part.text)
      .join("") ?? "",
  );
  const said = words.slice(0, body.max_tokens);
  const input = {
    input_tokens: words.length,
    cache_creation_input_tokens: 6,
    cache_read_input_tokens: 3,
    cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 2 },
  };
  const send = (type: string, data: object): void => {
    reply.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  };
  reply.writeHead(200, { "content-type": "text/event-stream" });
  const message = { id: "msg_1", type: "message", role: "assistant", model: "claude", content: [] };
  send("message_start", {
    message: { ...message, stop_reason: null, usage: { ...input, output_tokens: 1 } },
  });
  send("content_block_start", { index: 0, content_block: { type: "text", text: "" } });
  send("ping", {});
  for (const text of said) send("content_block_delta", { index: 0, delta: { type: "text_delta", text } });
  send("content_block_stop", { index: 0 });
  const stop_reason = said.length < words.length ? "max_tokens" : "end_turn";
  send("message_delta", {
    delta: { stop_reason, stop_sequence: null },
    usage: { output_tokens: said.length },
  });
  send("message_stop", {});
  reply.end();
}
