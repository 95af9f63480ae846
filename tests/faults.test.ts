import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "./support/ask.ts";
import { BEHAVIOURS, LATE_MS } from "./support/faults.ts";
import { startFaultyUpstream, type FaultyUpstream } from "./support/faulty-upstream.ts";
import { ANSWER, contentEvent, wholeBody, WORDS } from "./support/provider-wire.ts";
import { startToque, type ToqueServer } from "./support/toque-server.ts";

const USES = ["", "/streamed", "/again"];

let upstream: FaultyUpstream;
let toque: ToqueServer;

/** One try per request, so that each fault is seen by itself; waits short enough to be waited for. */
beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const expert = (model: string) => ({ type: "openai-compatible", base_url: upstream.baseUrl, model });
  toque = await startToque({
    limits: {
      attempts_max: 1,
      first_byte_timeout_ms: 400,
      answer_timeout_ms: 400,
      idle_timeout_ms: 400,
      deadline_ms: 1_500,
    },
    experts: {
      // A provider that says when to come back is left alone until then: one expert per request of this file.
      ...Object.fromEntries(
        Object.keys(BEHAVIOURS).flatMap((name) => USES.map((use) => [`${name}${use}`, expert(name)])),
      ),
      "nobody/streamed": { ...expert("ok"), base_url: "http://127.0.0.1:9/v1" },
      "strict-no-done": { ...expert("no-done"), preset: "vllm" },
      nobody: { ...expert("ok"), base_url: "http://127.0.0.1:9/v1" },
    },
  });
});

afterAll(async () => {
  await toque.remove();
  await upstream.close();
});

type Refused = { readonly fault: string; readonly status: number; readonly code: string };

/** Faults that are known before anything reached the client: an error status, plain or streamed. */
const REFUSED_BOTH: readonly Refused[] = [
  { fault: "nobody", status: 502, code: "expert_unreachable" },
  { fault: "close-before-headers", status: 502, code: "expert_unreachable" },
  { fault: "no-http", status: 502, code: "expert_unreachable" },
  { fault: "html", status: 502, code: "expert_bad_response" },
  { fault: "html-502", status: 502, code: "expert_bad_response" },
  { fault: "garbage-json", status: 502, code: "expert_bad_response" },
  { fault: "no-choices", status: 502, code: "expert_bad_response" },
  { fault: "429-seconds", status: 429, code: "rate_limited" },
  { fault: "429-ms", status: 429, code: "rate_limited" },
  { fault: "401", status: 502, code: "expert_unauthorized" },
  { fault: "500", status: 502, code: "expert_bad_response" },
  { fault: "503", status: 503, code: "expert_unavailable" },
  { fault: "error-in-200", status: 502, code: "expert_bad_response" },
];
const REFUSED_PLAIN: readonly Refused[] = [
  { fault: "stall-before-headers", status: 504, code: "expert_timeout" },
  { fault: "stall-before-body", status: 504, code: "expert_timeout" },
  { fault: "stall-mid-body", status: 504, code: "expert_timeout" },
  { fault: "close-mid-body", status: 502, code: "expert_stream_broken" },
];
const REFUSED_STREAMED: readonly Refused[] = [
  { fault: "stall-before-headers", status: 504, code: "expert_timeout" },
  { fault: "stall-before-body", status: 504, code: "expert_timeout" },
  { fault: "empty-stream", status: 502, code: "expert_stream_broken" },
  { fault: "only-done", status: 502, code: "expert_stream_broken" },
  { fault: "error-event-first", status: 502, code: "expert_bad_response" },
];
const UNSPENT = new Set(["expert_unreachable", "expert_unavailable", "expert_unauthorized", "rate_limited"]);
const REFUSED = [
  ...[...REFUSED_BOTH, ...REFUSED_PLAIN].map((one) => ({ ...one, stream: false, model: one.fault })),
  ...[...REFUSED_BOTH, ...REFUSED_STREAMED].map((one) => ({
    ...one,
    stream: true,
    model: `${one.fault}/streamed`,
  })),
];

describe.for(REFUSED)("$fault, stream $stream", ({ model, stream, status, code }) => {
  test(`is ${status} ${code} to the client and in the ledger`, async () => {
    const reply = await ask(toque, { model, stream });
    expect(reply.status).toBe(status);
    expect(reply.error).toMatchObject({ code, message: expect.any(String), type: expect.any(String) });
    expect(reply.done).toBe(false);
    const later = status === 429 || status === 503;
    expect([reply.headers.has("retry-after"), reply.headers.has("retry-after-ms")]).toEqual([later, later]);
    const record = await toque.record(reply.requestId);
    expect(record).toMatchObject({ status: "error", errorCode: code, httpStatus: status, stream });
    expect(record.attempts).toMatchObject([{ expert: model, status: "error", errorCode: code }]);
    expect(record.expert).toBeNull();
    // Nothing was spent at an expert that did no work; of any other nobody knows.
    expect(record.costNanoUsd).toBe(UNSPENT.has(code) ? 0 : null);
  });
});

type Broken = {
  readonly fault: string;
  readonly code: string;
  readonly words: number;
  /** Whose count the tokens are: ours where the provider never came to its usage. */
  readonly usage: "counted" | "provider";
};

/** Faults after the first byte: the stream ends with an error event and never with its terminal one. */
const BROKEN: readonly Broken[] = [
  { fault: "stall-mid-stream", code: "expert_timeout", words: 2, usage: "counted" },
  { fault: "close-mid-stream", code: "expert_stream_broken", words: 2, usage: "counted" },
  { fault: "garbage-stream", code: "expert_bad_response", words: 2, usage: "counted" },
  { fault: "error-event", code: "expert_stream_broken", words: 2, usage: "counted" },
  { fault: "no-finish", code: "expert_stream_broken", words: WORDS.length, usage: "counted" },
  { fault: "no-finish-but-done", code: "expert_stream_broken", words: WORDS.length, usage: "counted" },
  { fault: "strict-no-done", code: "expert_stream_broken", words: WORDS.length, usage: "provider" },
];

describe.for(BROKEN)("$fault", ({ fault, code, words, usage }) => {
  test("ends as an error after what had come, and what was used is on record", async () => {
    const reply = await ask(toque, { model: fault, stream: true });
    expect(reply.status).toBe(200);
    expect(reply.error).toMatchObject({ code });
    expect(reply.done).toBe(false);
    expect(
      reply.text.startsWith(
        WORDS.slice(0, words)
          .map((word) => contentEvent(word))
          .join(""),
      ),
    ).toBe(true);
    const record = await toque.record(reply.requestId);
    expect(record).toMatchObject({ status: "error", errorCode: code, expert: fault });
    expect(record.attempts[0]?.usage).toMatchObject({ source: usage });
    expect(record.attempts[0]?.usage?.outputTotal).toBeGreaterThan(0);
  });
});

test("a provider's 429 says when to come back, in both headers", async () => {
  const seconds = await ask(toque, { model: "429-seconds/again" });
  expect(seconds.headers.get("retry-after")).toBe("7");
  expect(seconds.headers.get("retry-after-ms")).toBe("7000");
  expect(seconds.headers.get("x-should-retry")).toBe("true");
  const milliseconds = await ask(toque, { model: "429-ms/again" });
  expect(milliseconds.headers.get("retry-after-ms")).toBe("40");
});

test("errors that another try cannot cure say so", async () => {
  for (const model of ["401", "400", "404"]) {
    const reply = await ask(toque, { model });
    expect([model, reply.headers.get("x-should-retry")]).toEqual([model, "false"]);
  }
});

test("what a provider refuses keeps its status and its words", async () => {
  for (const [model, status, code] of [
    ["400", 400, "invalid_value"],
    ["404", 404, "model_not_found"],
  ] as const) {
    const reply = await ask(toque, { model, stream: true });
    expect(reply.status).toBe(status);
    expect(reply.error).toMatchObject({ code, message: "upstream says no" });
    expect(await toque.record(reply.requestId)).toMatchObject({
      errorCode: "expert_refused",
      httpStatus: status,
    });
  }
});

test("a provider's complaint about our key does not quote it", async () => {
  const reply = await ask(toque, { model: "401" });
  expect(reply.text).not.toContain("sk-secret");
  expect(JSON.stringify(await toque.record(reply.requestId))).not.toContain("sk-secret");
});

test("a stream with a finish reason but no [DONE] is complete for a server that is known to do so", async () => {
  const reply = await ask(toque, { model: "no-done", stream: true });
  expect(reply).toMatchObject({ status: 200, error: null, done: true });
  expect(await toque.record(reply.requestId)).toMatchObject({ status: "ok", errorCode: null });
});

const ODD_BUT_RIGHT = ["crlf-comments", "split-bytes", "usage-every-chunk", "usage-in-last-choice"];

describe.for(ODD_BUT_RIGHT)("%s", (fault) => {
  test("is a complete answer with its usage counted once", async () => {
    const reply = await ask(toque, { model: fault, stream: true });
    expect(reply).toMatchObject({ status: 200, error: null, done: true });
    for (const word of WORDS) expect(reply.text.split(JSON.stringify(word)).length).toBe(2);
    const record = await toque.record(reply.requestId);
    expect(record).toMatchObject({ status: "ok", expert: fault });
    expect(record.attempts[0]).toMatchObject({
      finishReason: "stop",
      usage: { inputTotal: 42, inputCacheRead: 10, outputTotal: 17, outputReasoning: 5, source: "provider" },
    });
  });
});

test("a plain answer is the provider's, byte for byte", async () => {
  const reply = await ask(toque, { model: "ok" });
  expect(reply.text).toBe(wholeBody());
  expect(reply.text).toContain(JSON.stringify(ANSWER));
});

const OVERHEAD_US_MAX = 150_000;

describe.for([
  { fault: "late", stream: false },
  { fault: "late", stream: true },
  { fault: "late-broken", stream: true },
])("$fault, stream $stream", ({ fault, stream }) => {
  test("the wait for the provider's first byte is not Toque's own time", async () => {
    const reply = await ask(toque, { model: fault, stream });
    expect(reply.status).toBe(200);
    const told = Number(reply.headers.get("x-toque-overhead-us") ?? Number.NaN);
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(OVERHEAD_US_MAX);
    const record = await toque.record(reply.requestId);
    expect(record.overheadUs).toBeGreaterThan(0);
    expect(record.overheadUs).toBeLessThan(OVERHEAD_US_MAX);
    expect(record.totalUs).toBeGreaterThan(LATE_MS * 990);
    expect(record.firstByteUs).toBeGreaterThan(LATE_MS * 990);
  });
});
