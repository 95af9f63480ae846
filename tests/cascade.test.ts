import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, MESSAGES, post } from "./support/ask.ts";
import { startFaultyUpstream, type FaultyUpstream } from "./support/faulty-upstream.ts";
import { ANSWER, streamEvents, wholeBody, WORDS } from "./support/provider-wire.ts";
import { startToque, type ToqueServer } from "./support/toque-server.ts";

const QUESTION = [{ role: "user" as const, content: "What is 6 times 7?" }];
const CHECKED = { toque: { task: "arithmetic", check: { type: "numeric", expected: "42" } } };
/** What a call of the fixed upstream costs: 42 input tokens at 1 $/M and 17 output at 2 $/M. */
const CALL_USD = 76e-6;
const ABORT_MS_MAX = 1_000;
const KILLS = 3;
const CLIENTS = 8;

let upstream: FaultyUpstream;
let toque: ToqueServer;
let client: OpenAI;

const cascade = (...experts: string[]) => ({
  experts,
  policy: { type: "fixed" },
  mode: "cascade" as const,
  calls_max: experts.length,
});

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const expert = (model: string) => ({ type: "openai-compatible", base_url: upstream.baseUrl, model });
  const experts = [
    "wrong",
    "ok",
    "slow",
    "500",
    "close-mid-stream",
    "close-mid-body",
    "stall-before-headers",
  ];
  const price = { input: 1, output: 2 };
  toque = await startToque({
    experts: {
      ...Object.fromEntries(experts.map((model) => [model, expert(model)])),
      echo: { type: "echo" },
    },
    mixtures: {
      auto: cascade("wrong", "ok"),
      battered: cascade("wrong", "500", "close-mid-stream", "close-mid-body"),
      stubborn: cascade("500", "wrong", "ok"),
      slowly: cascade("wrong", "slow"),
      translated: cascade("wrong", "echo"),
      live: {
        experts: ["wrong", "ok"],
        objective: { match: "ok", within: "1pt" },
        shadow: { share: 1, probes_per_family: 0 },
      },
    },
    prices: Object.fromEntries([...experts, "echo"].map((name) => [name, price])),
    limits: { breaker: { failures: 1_000 } },
  });
  client = new OpenAI({ baseURL: `${toque.url}/v1`, apiKey: toque.adminKey, maxRetries: 0 });
});

afterAll(async () => {
  await toque.remove();
  await upstream.close();
});

test("a wrong answer is held back, the next expert is asked, and both are paid for and on record", async () => {
  const asked = { model: "auto", messages: QUESTION, ...CHECKED };
  const { data, response } = await client.chat.completions.create(asked).withResponse();
  expect(data.choices[0]?.message.content).toBe(ANSWER);
  const header = (name: string) => response.headers.get(`x-toque-${name}`);
  expect([header("mode"), header("expert"), header("check")]).toEqual(["cascade", "ok", "correct"]);
  expect(header("certificate")).toBeNull();
  expect(Number(header("cost-usd"))).toBeCloseTo(2 * CALL_USD, 12);
  const record = await toque.record(header("request-id") ?? "");
  expect(record.outcomes.map((one) => [one.expert, one.correct])).toEqual([
    ["wrong", false],
    ["ok", true],
  ]);
  expect(record.decision.mode).toBe("cascade");
  expect(record.decision.steps).toHaveLength(3);
});

test("a stream begins when an answer stands, with its bytes as the provider sent them", async () => {
  const asked = { model: "auto", messages: QUESTION, stream: true as const, ...CHECKED };
  const words: (string | null | undefined)[] = [];
  for await (const chunk of await client.chat.completions.create(asked))
    words.push(chunk.choices[0]?.delta.content);
  expect(words.filter((word) => typeof word === "string")).toEqual(WORDS);
  const raw = await ask(toque, { model: "auto", stream: true, ...CHECKED });
  expect(raw.text).toBe(streamEvents({}).join(""));
  expect(Number(raw.headers.get("x-toque-cost-usd"))).toBeCloseTo(2 * CALL_USD, 12);
  expect((await ask(toque, { model: "auto", ...CHECKED })).text).toBe(wholeBody());
});

test("without a check the first answer is given, at the price of one", async () => {
  const raw = await ask(toque, { model: "auto" });
  expect(raw.text).toContain("41");
  expect(Number(raw.headers.get("x-toque-cost-usd"))).toBeCloseTo(CALL_USD, 12);
});

test.each([false, true])(
  "an expert that speaks another language can be the one that stands, stream %s",
  async (stream) => {
    const check = { type: "regex", pattern: "times" };
    const raw = await ask(toque, { model: "translated", stream, toque: { check } });
    expect(raw.headers.get("x-toque-expert")).toBe("echo");
    const text = [...raw.text.matchAll(/"content":"([^"]*)"/gu)].map(([, said]) => said).join("");
    expect(text).toContain("6 times 7");
  },
);

test.each([false, true])("experts that fail on the way are gone around, stream %s", async (stream) => {
  const raw = await ask(toque, { model: "stubborn", stream, ...CHECKED });
  expect(raw.text).toBe(stream ? streamEvents({}).join("") : wholeBody());
  const record = await toque.record(raw.requestId);
  expect(record.attempts.map((one) => [one.expert, one.status])).toEqual([
    ["500", "error"],
    ["wrong", "ok"],
    ["ok", "ok"],
  ]);
});

test.each([false, true])("an answer in hand is given when all after it fail, stream %s", async (stream) => {
  const raw = await ask(toque, { model: "battered", stream, ...CHECKED });
  expect(raw.status).toBe(200);
  expect(raw.text).toContain("41");
  expect([raw.headers.get("x-toque-expert"), raw.headers.get("x-toque-check")]).toEqual(["wrong", "wrong"]);
  const record = await toque.record(raw.requestId);
  expect(record).toMatchObject({ status: "ok", expert: "wrong" });
  expect(record.attempts).toHaveLength(4);
});

test("leaving while answers are held back ends the call within a second, and all of it is billed", async () => {
  const before = upstream.seenOf("slow").length;
  const recorded = (await toque.records()).length;
  const controller = new AbortController();
  const body = JSON.stringify({ model: "slowly", messages: MESSAGES, stream: true, ...CHECKED });
  const left = post(toque, body, controller).catch(() => "left");
  await expect.poll(() => upstream.seenOf("slow").length, { interval: 5 }).toBe(before + 1);
  const seen = upstream.seenOf("slow")[before];
  await expect.poll(() => seen?.sentBytes() ?? 0).toBeGreaterThan(1_000);
  const leftMs = performance.now();
  controller.abort();
  expect(await left).toBe("left");
  await expect.poll(() => seen?.abortedMs, { interval: 5, timeout: 5_000 }).toBeTypeOf("number");
  expect((seen?.abortedMs ?? Infinity) - leftMs).toBeLessThan(ABORT_MS_MAX);
  await expect.poll(async () => (await toque.records()).length, { timeout: 5_000 }).toBe(recorded + 1);
  const record = (await toque.records()).at(-1);
  expect(record).toMatchObject({ status: "client_closed", expert: null });
  expect(record?.attempts.map((one) => one.status)).toEqual(["ok", "client_closed"]);
  expect(record?.attempts[1]?.usage).toMatchObject({ source: "counted" });
  expect(record?.costNanoUsd).toBeGreaterThan(CALL_USD * 1e9);
});

test("a mixture with an objective serves its reference, and the others answer on the side", async () => {
  const raw = await ask(toque, { model: "live", ...CHECKED });
  const header = (name: string) => raw.headers.get(`x-toque-${name}`);
  expect([header("policy"), header("expert"), header("mode")]).toEqual(["reference@1", "ok", "route"]);
  expect(header("certificate")).toBeNull();
  const shadows = async () => (await toque.records()).filter((record) => record.shadowOf === raw.requestId);
  await expect.poll(async () => (await shadows()).length, { timeout: 5_000 }).toBe(1);
  const [shadow] = await shadows();
  expect(shadow).toMatchObject({ surface: "shadow", expert: "wrong", status: "ok" });
  expect(shadow?.outcomes).toMatchObject([{ correct: false, expert: "wrong" }]);
  const record = await toque.record(raw.requestId);
  expect(record.decision).toMatchObject({ role: "reference", certificate: null });
  expect(shadow?.features).toBe(record.features);
});

test(`${KILLS} kills in the middle of cascades lose no answer that a client was told is complete`, async () => {
  const complete: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const clients = Array.from({ length: CLIENTS }, (_, index) => askOnAndOn(complete, index % 2 === 1));
    const wanted = (kill + 1) * CLIENTS * 2;
    await expect.poll(() => complete.length, { timeout: 20_000 }).toBeGreaterThan(wanted);
    await toque.kill9();
    await Promise.all(clients);
    await toque.start();
  }
  const rows = new Map((await toque.records()).map((record) => [record.id, record]));
  const lost = complete.filter((id) => rows.get(id)?.status !== "ok");
  expect(lost).toEqual([]);
  const halves = complete.filter((id) => rows.get(id)?.attempts.length !== 2);
  expect(halves).toEqual([]);
  expect(new Set(complete).size).toBe(complete.length);
}, 60_000);

/** Asks until the server is gone; adds the id of every request whose answer came to its end. */
async function askOnAndOn(complete: string[], stream: boolean): Promise<void> {
  for (;;) {
    const raw = await ask(toque, { model: "auto", stream, ...CHECKED }).catch(() => null);
    if (raw === null) return;
    if (stream ? raw.done : raw.text === wholeBody()) complete.push(raw.requestId);
  }
}
