import type { ServerResponse } from "node:http";
import { z } from "zod";
import { splitWords } from "../split-words.ts";

const bodySchema = z.object({
  contents: z.array(z.object({ parts: z.array(z.object({ text: z.string().default("") })) })),
  generationConfig: z.object({ maxOutputTokens: z.number().optional() }).optional(),
});

/** A server that repeats the last message as Gemini's streamGenerateContent would, word by word. */
export function answerLikeGoogle(json: unknown, reply: ServerResponse): void {
  const body = bodySchema.parse(json);
  const words = splitWords(
    body.contents
      .at(-1)
      ?.parts.map((part) => part.text)
      .join("") ?? "",
  );
  const said = words.slice(0, body.generationConfig?.maxOutputTokens ?? words.length);
  const send = (data: object): void => void reply.write(`data: ${JSON.stringify(data)}\r\n\r\n`);
  reply.writeHead(200, { "content-type": "text/event-stream" });
  for (const text of said)
    send({ candidates: [{ content: { role: "model", parts: [{ text }] }, index: 0 }] });
  const finishReason = said.length < words.length ? "MAX_TOKENS" : "STOP";
  send({
    candidates: [{ content: { role: "model", parts: [] }, finishReason, index: 0 }],
    usageMetadata: {
      promptTokenCount: words.length,
      candidatesTokenCount: said.length,
      thoughtsTokenCount: 5,
      totalTokenCount: words.length + said.length + 5,
    },
  });
  reply.end();
}
