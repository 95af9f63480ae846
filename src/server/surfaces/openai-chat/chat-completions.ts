import type { FastifyReply, FastifyRequest } from "fastify";
import type { StreamPart, WireEvent } from "../../../experts/expert.ts";
import type { Answer } from "../../../gateway/answer.ts";
import { ClientPresence } from "../../../gateway/client-presence.ts";
import type { Gateway } from "../../../gateway/gateway.ts";
import { answerHeaders } from "../../answer-headers.ts";
import { sendEvents } from "../../event-stream.ts";
import { callOptionsOf } from "./call-options.ts";
import { readChatRequest, type ChatRequest } from "./read-request.ts";
import { INITIAL_STATE, writeChunk, type ChunkHead } from "./write-chunk.ts";
import { writeCompletion } from "./write-completion.ts";

const SURFACE = "openai-chat";

/** POST /v1/chat/completions, plain and streamed. */
export async function chatCompletions(
  gateway: Gateway,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { body, request: chat } = readChatRequest(request.body);
  const client = watchClient(reply);
  const answer = await gateway.answer({
    id: request.id,
    receivedUs: request.receivedUs,
    keyId: request.keyId,
    surface: SURFACE,
    dialect: "openai-chat",
    model: chat.model,
    stream: chat.stream,
    body,
    bodyBytes: request.bodyBytes,
    callOptions: () => callOptionsOf(body),
    facts: chat.facts,
    task: chat.task,
    check: chat.check,
    client,
  });
  const head = { id: `chatcmpl-${request.id}`, created: Math.floor(request.receivedUs / 1_000_000) };
  const headers = answerHeaders(answer.meta);
  switch (answer.type) {
    case "wire-whole":
      return reply.headers(headers).type("application/json; charset=utf-8").send(answer.bytes);
    case "parts-whole": {
      const model = answer.meta.expert;
      return reply.headers(headers).send(writeCompletion({ ...head, model }, answer.parts));
    }
    case "wire-stream":
    case "parts-stream": {
      reply.hijack();
      const events = eventsOf(answer, chat, head);
      const { signal } = answer;
      await sendEvents(reply.raw, { events, signal, headers: { ...headersSoFar(reply), ...headers } });
      return reply;
    }
  }
}

/** Tells the gateway when the connection closes before the response is complete. */
function watchClient(reply: FastifyReply): ClientPresence {
  const client = new ClientPresence();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) client.leave();
  });
  return client;
}

function eventsOf(
  answer: Extract<Answer, { type: "wire-stream" | "parts-stream" }>,
  chat: ChatRequest,
  head: Pick<ChunkHead, "id" | "created">,
): AsyncIterable<Uint8Array | string> {
  if (answer.type === "wire-stream") return wireBytes(answer.events, chat.includeUsage);
  const { includeUsage } = chat;
  return chunkEvents({ ...head, model: answer.meta.expert, includeUsage }, answer.parts);
}

/** Bytes as they came; only the usage chunk that the client did not ask for is left out. */
async function* wireBytes(events: AsyncIterable<WireEvent>, includeUsage: boolean) {
  for await (const event of events) {
    if (includeUsage || event.kind !== "usage-only") yield event.bytes;
  }
}

async function* chunkEvents(head: ChunkHead, parts: AsyncIterable<StreamPart>) {
  let state = INITIAL_STATE;
  for await (const part of parts) {
    const [next, chunks] = writeChunk(head, state, part);
    state = next;
    for (const chunk of chunks) yield `data: ${JSON.stringify(chunk)}\n\n`;
  }
  yield "data: [DONE]\n\n";
}

/** Headers set before the reply was hijacked (request ids), which Fastify then no longer sends itself. */
function headersSoFar(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
