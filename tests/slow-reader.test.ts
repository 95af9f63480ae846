import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFaultyUpstream, type FaultyUpstream } from "./support/faulty-upstream.ts";
import { startToque, type ToqueServer } from "./support/toque-server.ts";

const EVENTS = 6_000;
/** What the kernel's buffers may hold on both sides of Toque, and some for Toque itself; the answer is 98 MB. */
const HELD_BYTES_MAX = 40 * 1024 * 1024;
/** Enough small events to fill every buffer on the way. */
const WORDS = 100_000;
const PAUSE_MS = 1_500;
const IDLE_TIMEOUT_MS = 700;
const READ_MS_MAX = 10_000;

let upstream: FaultyUpstream;
let toque: ToqueServer;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const flood = { type: "openai-compatible", base_url: upstream.baseUrl, model: "flood" };
  toque = await startToque({
    limits: { idle_timeout_ms: IDLE_TIMEOUT_MS },
    experts: { flood, echo: { type: "echo" } },
  });
});

afterAll(async () => {
  await toque.remove();
  await upstream.close();
});

/** A client that sends its request and then reads nothing until told to. */
function silentClient(asked: { model: string; content: string; x_events?: number }): Socket {
  const { content, ...rest } = asked;
  const body = JSON.stringify({ ...rest, stream: true, messages: [{ role: "user", content }] });
  const { host, hostname, port } = new URL(toque.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.pause();
  const head = [
    "POST /v1/chat/completions HTTP/1.1",
    `host: ${host}`,
    `authorization: Bearer ${toque.adminKey}`,
    "content-type: application/json",
    "connection: close",
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  return socket;
}

async function readAll(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  socket.on("data", (part: Buffer) => parts.push(part));
  socket.resume();
  await once(socket, "close", { signal: AbortSignal.timeout(READ_MS_MAX) });
  return Buffer.concat(parts).toString("latin1");
}

/** Waits until the provider is held back; what it had sent by then. */
async function standstill(requests: number): Promise<number> {
  await expect.poll(() => upstream.seen.length).toBe(requests);
  let before = -1;
  for (;;) {
    const sent = upstream.seen.at(-1)?.sentBytes() ?? 0;
    if (sent === before && sent > 0) return sent;
    before = sent;
    await sleep(100);
  }
}

test("a client that reads nothing holds its provider back instead of filling our memory", async () => {
  const socket = silentClient({ model: "flood", content: "on and on", x_events: EVENTS });
  expect(await standstill(1)).toBeLessThan(HELD_BYTES_MAX);
  socket.destroy();
});

// A known defect: `sendEvents` corks the response, and a corked one may never say `drain` to a slow reader.
test("a client that reads a translated stream slowly gets all of it", async () => {
  const socket = silentClient({ model: "echo", content: "word ".repeat(WORDS) });
  await sleep(PAUSE_MS);
  const text = await readAll(socket);
  expect(text.split('"content":"word').length - 1).toBe(WORDS);
  expect(text.includes("data: [DONE]")).toBe(true);
});

// A known defect: the timer for a provider's silence also runs while the client is what everybody waits for.
test("a client that pauses longer than a provider may be silent is not its provider's failure", async () => {
  const socket = silentClient({ model: "flood", content: "on and on", x_events: EVENTS });
  await standstill(2);
  await sleep(PAUSE_MS);
  const text = await readAll(socket);
  expect(text.includes("expert_timeout")).toBe(false);
  const numbers = [...text.matchAll(/<(\d+)>/g)].map((match) => Number(match[1]));
  expect(numbers).toEqual(Array.from({ length: EVENTS }, (_, index) => index));
  expect(text.includes("data: [DONE]")).toBe(true);
});
