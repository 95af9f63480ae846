import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MESSAGES, post } from "./support/ask.ts";
import { startFaultyUpstream, type FaultyUpstream, type SeenRequest } from "./support/faulty-upstream.ts";
import { startToque, type ToqueServer } from "./support/toque-server.ts";

const ABORT_MS_MAX = 1_000;
const WORD_MS = 50;

let upstream: FaultyUpstream;
let toque: ToqueServer;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const expert = (model: string) => ({ type: "openai-compatible", base_url: upstream.baseUrl, model });
  toque = await startToque({
    experts: {
      slow: expert("slow"),
      mute: expert("stall-before-headers"),
      ok: expert("ok"),
      translated: { type: "echo", token_delay_ms: WORD_MS },
    },
    mixtures: { auto: { experts: ["mute", "ok"], policy: { type: "fixed" } } },
    prices: { slow: { input: 1, output: 2 }, translated: { input: 1, output: 2 } },
  });
});

afterAll(async () => {
  await toque.remove();
  await upstream.close();
});

/** Sends, waits until the upstream has it, leaves after a while; what the upstream saw of that. */
async function leave(body: object, afterMs: number): Promise<{ seen: SeenRequest; abortedAfterMs: number }> {
  const before = upstream.seen.length;
  const controller = new AbortController();
  const left = post(toque, JSON.stringify({ messages: MESSAGES, ...body }), controller)
    .then((response) => response.text())
    .catch(() => "left");
  await expect.poll(() => upstream.seen.length, { interval: 5 }).toBe(before + 1);
  await sleep(afterMs);
  const leftMs = performance.now();
  controller.abort();
  expect(await left).toBe("left");
  const seen = upstream.seen[before];
  if (seen === undefined) throw new Error("the upstream was not asked");
  await expect.poll(() => seen.abortedMs, { interval: 5, timeout: 5_000 }).toBeTypeOf("number");
  return { seen, abortedAfterMs: (seen.abortedMs ?? Infinity) - leftMs };
}

async function lastRecord(count: number) {
  await expect.poll(async () => (await toque.records()).length, { timeout: 5_000 }).toBe(count);
  return (await toque.records()).at(-1);
}

test("leaving a stream ends the upstream call within a second, and what was used is billed", async () => {
  const { abortedAfterMs } = await leave({ model: "slow", stream: true }, 300);
  expect(abortedAfterMs).toBeLessThan(ABORT_MS_MAX);
  const record = await lastRecord(1);
  expect(record).toMatchObject({ status: "client_closed", errorCode: "client_closed", expert: "slow" });
  expect(record?.attempts).toMatchObject([{ status: "client_closed", usage: { source: "counted" } }]);
  expect(record?.attempts[0]?.usage?.outputTotal).toBeGreaterThan(0);
  expect(record?.attempts[0]?.cost).toMatchObject({ estimated: true });
  expect(record?.costNanoUsd).toBeGreaterThan(0);
});

test("leaving before the first byte of a stream ends the upstream call, and nobody else is asked", async () => {
  const { abortedAfterMs } = await leave({ model: "auto", stream: true }, 100);
  expect(abortedAfterMs).toBeLessThan(ABORT_MS_MAX);
  const record = await lastRecord(2);
  expect(record).toMatchObject({ status: "client_closed", expert: null });
  expect(record?.attempts).toHaveLength(1);
  expect(upstream.seenOf("ok")).toHaveLength(0);
});

test("leaving a plain request ends the upstream call within a second", async () => {
  const { abortedAfterMs } = await leave({ model: "mute" }, 100);
  expect(abortedAfterMs).toBeLessThan(ABORT_MS_MAX);
  expect(await lastRecord(3)).toMatchObject({ status: "client_closed", errorCode: "client_closed" });
});

test.each([false, true])(
  "what a translated expert had said before the client left is billed, stream %s",
  async (stream) => {
    const before = (await toque.records()).length;
    const messages = [{ role: "user", content: "one two three four ".repeat(25) }];
    const body = JSON.stringify({ model: "translated", messages, stream });
    const left = post(toque, body, { signal: AbortSignal.timeout(10 * WORD_MS) })
      .then((response) => response.text())
      .catch(() => "left");
    expect(await left).toBe("left");
    const record = await lastRecord(before + 1);
    expect(record).toMatchObject({ status: "client_closed", errorCode: "client_closed", stream });
    expect(record?.attempts).toMatchObject([
      { expert: "translated", status: "client_closed", usage: { source: "counted" } },
    ]);
    const { usage, cost } = record?.attempts[0] ?? {};
    // A part of the hundred words: what was read by then, not what was asked for.
    expect(usage?.inputTotal).toBeGreaterThan(0);
    expect(usage?.outputTotal).toBeGreaterThan(0);
    expect(usage?.outputTotal).toBeLessThan(100);
    expect(cost).toMatchObject({ estimated: true });
    expect(record?.costNanoUsd).toBe(cost?.nanoUsd);
    expect(record?.costNanoUsd).toBeGreaterThan(0);
  },
);

test("a hundred clients that leave at once leave nothing running behind", async () => {
  const recorded = (await toque.records()).length;
  const before = upstream.seen.length;
  const controllers = Array.from({ length: 100 }, () => new AbortController());
  const asked = controllers.map((controller) =>
    post(toque, JSON.stringify({ model: "slow", stream: true, messages: MESSAGES }), controller)
      .then((response) => response.text())
      .catch(() => "left"),
  );
  await expect.poll(() => upstream.seen.length, { timeout: 10_000 }).toBe(before + 100);
  for (const controller of controllers) controller.abort();
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 100 }, () => "left"));
  const running = () => upstream.seen.slice(before).filter((one) => one.abortedMs === null).length;
  await expect.poll(running, { timeout: 5_000 }).toBe(0);
  await expect
    .poll(async () => (await toque.records()).filter((record) => record.status === "client_closed").length, {
      timeout: 5_000,
    })
    .toBe(recorded + 100);
});
