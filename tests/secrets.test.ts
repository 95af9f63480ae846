import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "./support/ask.ts";
import { startFaultyUpstream, type FaultyUpstream } from "./support/faulty-upstream.ts";
import { startToque, type ToqueServer } from "./support/toque-server.ts";

const KEY = "sk-ours-5up3rs3cr3t-0123456789";
/** Half a key is half a secret: long messages are cut, perhaps in the middle of one. */
const KEY_START = KEY.slice(0, 12);
/** Upstreams that quote the headers they got, our Authorization header among them, in what they complain of. */
const QUOTING = [
  { fault: "400-with-key", stream: false },
  { fault: "400-with-key", stream: true },
  { fault: "400-with-cut-key", stream: false },
  { fault: "500-with-cut-key", stream: false },
  { fault: "500-with-key", stream: false },
  { fault: "500-with-key", stream: true },
  { fault: "200-with-key", stream: false },
  { fault: "200-with-key", stream: true },
  { fault: "event-with-key-first", stream: true },
  { fault: "event-with-key", stream: true },
];

let upstream: FaultyUpstream;
let toque: ToqueServer;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const expert = (model: string) => ({
    type: "openai-compatible",
    base_url: upstream.baseUrl,
    model,
    api_key_env: "TEST_UPSTREAM_KEY",
  });
  toque = await startToque(
    {
      ledger: { record: "full" },
      limits: { attempts_max: 1, breaker: { failures: 1_000 } },
      experts: Object.fromEntries(QUOTING.map(({ fault }) => [fault, expert(fault)])),
    },
    { TEST_UPSTREAM_KEY: KEY },
  );
});

afterAll(async () => {
  await toque.remove();
  await upstream.close();
});

describe.for(QUOTING)("$fault, stream $stream", ({ fault, stream }) => {
  test("keeps our key from the client", async () => {
    const reply = await ask(toque, { model: fault, stream });
    // The upstream had it to quote, and what it said otherwise is the client's to read.
    expect(upstream.seenOf(fault).at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(reply.error).not.toBeNull();
    expect(reply.done).toBe(false);
    expect(reply.text).not.toContain(KEY_START);
    expect(JSON.stringify([...reply.headers])).not.toContain(KEY_START);
    expect(await toque.record(reply.requestId)).toMatchObject({ status: "error", model: fault });
  });
});

test("our key is in no record, no export and no log", async () => {
  const exported = await toque.exported();
  expect(exported.trimEnd().split("\n").length).toBeGreaterThanOrEqual(QUOTING.length);
  expect(exported).not.toContain(KEY_START);
  expect(toque.log()).not.toContain(KEY_START);
  await toque.stop();
  expect(toque.log()).not.toContain(KEY_START);
});
