import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "./support/ask.ts";
import { startFaultyUpstream, type FaultyUpstream } from "./support/faulty-upstream.ts";
import { ANSWER } from "./support/provider-wire.ts";
import { startToque, type ToqueServer } from "./support/toque-server.ts";

/** Faults that show before the first byte a client can see. */
const BEFORE_FIRST_BYTE = [
  "close-before-headers",
  "no-http",
  "html",
  "garbage-json",
  "429-seconds",
  "401",
  "500",
  "503",
  "error-in-200",
  "stall-before-headers",
  "stall-before-body",
];
/** Faults of a plain answer that no client sees anything of: it is whole or it is not given. */
const PLAIN = [...BEFORE_FIRST_BYTE, "stall-mid-body", "close-mid-body"];
const BEFORE_FIRST_BYTE_STREAMED = [...BEFORE_FIRST_BYTE, "empty-stream", "only-done", "error-event-first"];
const AFTER_FIRST_BYTE = [
  "stall-mid-stream",
  "close-mid-stream",
  "error-event",
  "no-finish",
  "no-finish-but-done",
];
const BREAKER_FAILURES = 3;

let upstream: FaultyUpstream;
let toque: ToqueServer;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const expert = (model: string) => ({ type: "openai-compatible", base_url: upstream.baseUrl, model });
  const names = [...new Set([...PLAIN, ...BEFORE_FIRST_BYTE_STREAMED, ...AFTER_FIRST_BYTE])];
  toque = await startToque({
    limits: {
      first_byte_timeout_ms: 400,
      answer_timeout_ms: 400,
      idle_timeout_ms: 400,
      breaker: { failures: BREAKER_FAILURES, open_ms: 60_000 },
    },
    experts: {
      // A provider that says when to come back is left alone until then: streams have experts of their own.
      ...Object.fromEntries(
        names.flatMap((name) => [
          [name, expert(name)],
          [`${name}/streamed`, expert(name)],
        ]),
      ),
      good: expert("ok"),
      limited: expert("429-every-other"),
      "first-down": expert("500"),
      "second-down": expert("503"),
      refusing: expert("400"),
      breaking: expert("500"),
      mute: expert("stall-before-headers"),
      thinking: { type: "echo", delay_ms: 20_000 },
    },
    mixtures: {
      ...Object.fromEntries(
        names
          .flatMap((name) => [name, `${name}/streamed`])
          .map((name) => [`${name}-or-good`, { experts: [name, "good"], policy: { type: "fixed" } }]),
      ),
      "all-down": { experts: ["first-down", "second-down"], policy: { type: "fixed" } },
      "refused-or-good": { experts: ["refusing", "good"], policy: { type: "fixed" } },
      "breaking-or-good": { experts: ["breaking", "good"], policy: { type: "fixed" } },
      "thinking-or-good": { experts: ["thinking", "good"], policy: { type: "fixed" } },
      "mute-or-good": { experts: ["mute", "good"], policy: { type: "fixed" } },
    },
  });
});

afterAll(async () => {
  await toque.remove();
  await upstream.close();
});

const FALLING_BACK = [
  ...PLAIN.map((fault) => ({ fault, stream: false })),
  ...BEFORE_FIRST_BYTE_STREAMED.map((fault) => ({ fault: `${fault}/streamed`, stream: true })),
];

describe.for(FALLING_BACK)("$fault, stream $stream", ({ fault, stream }) => {
  test("is answered by the next expert, and both tries are on record", async () => {
    const reply = await ask(toque, { model: `${fault}-or-good`, stream });
    expect(reply).toMatchObject({ status: 200, error: null, done: stream });
    expect(reply.text).toContain(stream ? "data: [DONE]" : JSON.stringify(ANSWER));
    expect(reply.headers.get("x-toque-expert")).toBe("good");
    const record = await toque.record(reply.requestId);
    expect(record).toMatchObject({ status: "ok", expert: "good", errorCode: null });
    expect(record.attempts).toMatchObject([
      { attempt: 0, expert: fault, status: "error" },
      { attempt: 1, expert: "good", status: "ok" },
    ]);
  });
});

test.each([false, true])(
  "a translated expert that says nothing for too long is left for the next, stream %s",
  async (stream) => {
    const reply = await ask(toque, { model: "thinking-or-good", stream });
    expect(reply).toMatchObject({ status: 200, error: null, done: stream });
    expect((await toque.record(reply.requestId)).attempts).toMatchObject([
      { expert: "thinking", status: "error", errorCode: "expert_timeout" },
      { expert: "good", status: "ok" },
    ]);
  },
);

describe.for(AFTER_FIRST_BYTE)("%s", (fault) => {
  test("never changes the expert once the client has seen something", async () => {
    const reply = await ask(toque, { model: `${fault}-or-good`, stream: true });
    expect(reply.done).toBe(false);
    expect(reply.error).not.toBeNull();
    const record = await toque.record(reply.requestId);
    expect(record).toMatchObject({ status: "error", expert: fault });
    expect(record.attempts).toHaveLength(1);
  });
});

test("a request that is wrong for one expert is not tried at the next", async () => {
  const reply = await ask(toque, { model: "refused-or-good" });
  expect(reply).toMatchObject({ status: 400, error: { code: "invalid_value" } });
  expect((await toque.record(reply.requestId)).attempts).toHaveLength(1);
});

test("an expert that says when to come back is asked again then", async () => {
  // Many times: the wait must not end a moment before the expert may be asked.
  for (let request = 0; request < 25; request++) {
    const reply = await ask(toque, { model: "limited" });
    expect([request, reply.status]).toEqual([request, 200]);
    expect(reply.text).toContain(ANSWER);
    const record = await toque.record(reply.requestId);
    expect(record.attempts).toMatchObject([{ errorCode: "rate_limited" }, { status: "ok" }]);
  }
});

test("when every expert failed the client is told not to try again at once", async () => {
  const reply = await ask(toque, { model: "all-down" });
  expect(reply.status).toBeGreaterThanOrEqual(500);
  expect(reply.headers.get("x-should-retry")).toBe("false");
  const { attempts } = await toque.record(reply.requestId);
  expect(attempts.slice(0, 2)).toMatchObject([{ expert: "first-down" }, { expert: "second-down" }]);
});

test.each([
  { expert: "breaking", fault: "500" },
  { expert: "mute", fault: "stall-before-headers" },
])("an expert that keeps failing is left alone, and the decision says why: $fault", async (broken) => {
  const model = `${broken.expert}-or-good`;
  for (let failure = 0; failure < BREAKER_FAILURES; failure++)
    expect((await ask(toque, { model })).status).toBe(200);
  const calls = upstream.seenOf(broken.fault).length;
  const reply = await ask(toque, { model });
  expect(reply.status).toBe(200);
  expect(upstream.seenOf(broken.fault)).toHaveLength(calls);
  const record = await toque.record(reply.requestId);
  expect(record.attempts).toMatchObject([{ expert: "good", status: "ok" }]);
  expect(record.decision.candidates).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ expert: broken.expert, excluded: "circuit_open", probability: 0 }),
    ]),
  );
});
