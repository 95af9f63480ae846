import type { ServerResponse } from "node:http";
import { afterEach } from "vitest";
import { AppError } from "../../core/app-error.ts";
import type { Expert, WireReply } from "../expert.ts";
import { startTestServer, type TestServer } from "../test-server.ts";
import { testTools } from "../test-tools.ts";
import { chunk, event } from "./chat-fixture.ts";
import { openaiCompatible } from "./openai-compatible.ts";

const open: { expert: Expert; server: TestServer }[] = [];

afterEach(async () => {
  for (const { expert, server } of open.splice(0)) {
    await expert.close?.();
    await server.close();
  }
});

export type Reply = (body: Readonly<Record<string, unknown>>, reply: ServerResponse) => void;

/** An expert before a real server on this machine that replies as told; both close after the test. */
export async function setUp(
  reply: Reply,
  options: object = {},
): Promise<{ expert: Expert; server: TestServer }> {
  const server = await startTestServer((request, response) => reply(request.body, response));
  const parsed = openaiCompatible.options.parse({ base_url: `${server.baseUrl}/v1`, model: "m", ...options });
  const expert = openaiCompatible.open("cook", parsed, testTools({ DEEPSEEK_API_KEY: "sk-secret" }));
  open.push({ expert, server });
  return { expert, server };
}

export const BODY = { model: "auto", messages: [{ role: "user", content: "one two three" }] };
export const STREAM = { ...BODY, stream: true };

export function send(
  expert: Expert,
  body: object,
  signal = new AbortController().signal,
): Promise<WireReply> {
  if (expert.wire === undefined) throw new Error("no wire door");
  return expert.wire.send({ ...body }, { signal, requestId: "req_1" });
}

type Read = { readonly bytes: string; readonly kinds: string[]; readonly error: AppError | null };

export async function readAll(reply: WireReply): Promise<Read> {
  if (reply.type !== "events") throw new Error("not a stream");
  const chunks: Uint8Array[] = [];
  const kinds: string[] = [];
  try {
    for await (const item of reply.events) {
      chunks.push(item.bytes);
      // How many events came together depends on the network.
      if (kinds.at(-1) !== item.kind) kinds.push(item.kind);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { bytes: Buffer.concat(chunks).toString(), kinds, error };
  }
  return { bytes: Buffer.concat(chunks).toString(), kinds, error: null };
}

/** Reads a reply to its end and throws the error it ends with, if any. */
export async function rethrown(reply: WireReply): Promise<void> {
  if (reply.type === "whole") return;
  const read = await readAll(reply);
  if (read.error !== null) throw read.error;
}

export function stream(...pieces: readonly (string | Buffer)[]): Reply {
  return (_body, reply) => {
    reply.writeHead(200, { "content-type": "text/event-stream" });
    for (const piece of pieces) reply.write(piece);
    reply.end();
  };
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return (_body, reply) => {
    reply.writeHead(status, { "content-type": "application/json", ...headers });
    reply.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

export async function failure(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected an AppError, got ${String(error)}`);
}

export const HELLO = event(chunk({ content: "hello" }, null));
export const STOP = event(chunk({}, "stop"));
export const DONE = "data: [DONE]\n\n";
