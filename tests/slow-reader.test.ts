import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "./support/ask.ts";
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
const DEADLINE_MS = 2_000;

let upstream: FaultyUpstream;
let toque: ToqueServer;
/** Gives a request little time and has room for one. */
let hasty: ToqueServer;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const flood = { type: "openai-compatible", base_url: upstream.baseUrl, model: "flood" };
  toque = await startToque({
    limits: { idle_timeout_ms: IDLE_TIMEOUT_MS },
    experts: { flood, echo: { type: "echo" } },
  });
  hasty = await startToque({
    limits: { deadline_ms: DEADLINE_MS, requests_in_flight_max: 1 },
    experts: { flood, echo: { type: "echo" } },
  });
});

afterAll(async () => {
  await Promise.all([toque.remove(), hasty.remove()]);
  await upstream.close();
});

/** A client that sends its request and then reads nothing until told to. */
function silentClient(
  asked: { model: string; content: string; x_events?: number },
  server: ToqueServer = toque,
): Socket {
  const { content, ...rest } = asked;
  const body = JSON.stringify({ ...rest, stream: true, messages: [{ role: "user", content }] });
  const { host, hostname, port } = new URL(server.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.pause();
  const head = [
    "POST /v1/chat/completions HTTP/1.1",
    `host: ${host}`,
    `authorization: Bearer ${server.adminKey}`,
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

test("a client that reads a translated stream slowly gets all of it", async () => {
  const socket = silentClient({ model: "echo", content: "word ".repeat(WORDS) });
  await sleep(PAUSE_MS);
  const text = await readAll(socket);
  expect(text.split('"content":"word').length - 1).toBe(WORDS);
  expect(text.includes("data: [DONE]")).toBe(true);
});

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

const UNREAD = [
  { model: "flood", content: "on and on", x_events: EVENTS },
  { model: "echo", content: "word ".repeat(WORDS) },
];

test.each(UNREAD)("a client that never reads loses its place at the deadline: $model", async (asked) => {
  const before = (await hasty.records()).length;
  const startedMs = performance.now();
  const socket = silentClient(asked, hasty);
  const closed = once(socket, "close", { signal: AbortSignal.timeout(READ_MS_MAX) });
  // It takes the only place there is, until its time is over.
  await sleep(DEADLINE_MS / 4);
  const turnedAway = await ask(hasty, { model: "echo" });
  expect(turnedAway.status).toBe(429);
  expect(turnedAway.headers.get("retry-after")).toMatch(/^\d+$/);
  expect(turnedAway.headers.get("retry-after-ms")).toMatch(/^\d+$/);
  const recorded = async () => (await hasty.records()).slice(before);
  await expect.poll(recorded, { timeout: DEADLINE_MS * 3 }).toHaveLength(1);
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(DEADLINE_MS * 0.9);
  expect(await recorded()).toMatchObject([
    { model: asked.model, status: "error", errorCode: "deadline_exceeded" },
  ]);
  expect((await ask(hasty, { model: "echo" })).status).toBe(200);
  // Reading on shows what the kernel still held, and then that the server has let go.
  socket.on("error", () => undefined).resume();
  await closed;
});
