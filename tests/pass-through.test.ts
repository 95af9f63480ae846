import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, MESSAGES } from "./support/ask.ts";
import { startFaultyUpstream, type FaultyUpstream } from "./support/faulty-upstream.ts";
import { contentEvent, DONE, finishEvent, USAGE_EVENT, wholeBody } from "./support/provider-wire.ts";
import { startToque, type ToqueServer } from "./support/toque-server.ts";

const RUNS = { numRuns: 60 };
const OUR_KEY = "sk-ours-0123456789abcdef";

let upstream: FaultyUpstream;
let toque: ToqueServer;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const expert = (model: string) => ({ type: "openai-compatible", base_url: upstream.baseUrl, model });
  const keyed = { ...expert("ok"), api_key_env: "TEST_UPSTREAM_KEY" };
  toque = await startToque(
    { experts: { plain: expert("ok"), scripted: expert("scripted"), keyed } },
    { TEST_UPSTREAM_KEY: OUR_KEY },
  );
});

afterAll(async () => {
  await toque.remove();
  await upstream.close();
});

/** Any JSON under names nobody knows, beside messages with parts nobody knows. */
const unknownFields = fc
  .array(fc.tuple(fc.string({ unit: "grapheme", maxLength: 12 }), fc.jsonValue({ maxDepth: 3 })), {
    maxLength: 5,
  })
  .map((fields) => Object.fromEntries(fields.map(([name, value]) => [`x_${name}`, value])));

test("fields nobody knows arrive at the provider as they were sent", async () => {
  await fc.assert(
    fc.asyncProperty(unknownFields, fc.boolean(), async (unknown, stream) => {
      const messages = [...MESSAGES, { role: "assistant", content: "36", ...unknown }];
      const sent = { model: "plain", messages, ...unknown, ...(stream ? { stream } : {}) };
      expect((await ask(toque, sent)).status).toBe(200);
      const expected = {
        ...sent,
        model: "ok",
        ...(stream ? { stream_options: { include_usage: true } } : {}),
      };
      expect(upstream.seen.at(-1)?.body).toEqual(JSON.parse(JSON.stringify(expected)));
    }),
    RUNS,
  );
});

test("options of a stream that are ours to set keep their neighbours", async () => {
  const options = { include_usage: false, include_obfuscation: false };
  await ask(toque, { model: "plain", stream: true, stream_options: options });
  expect(upstream.seen.at(-1)?.body["stream_options"]).toEqual({
    include_usage: true,
    include_obfuscation: false,
  });
});

test("our own fields and the client's key do not reach the provider", async () => {
  const metadata = { toque: JSON.stringify({ task: "b" }), ticket: "T-1" };
  await ask(toque, { model: "plain", toque: { task: "a" }, metadata });
  const seen = upstream.seen.at(-1);
  expect(seen?.body).not.toHaveProperty("toque");
  expect(seen?.body["metadata"]).toEqual({ ticket: "T-1" });
  expect(JSON.stringify(seen?.headers)).not.toContain(toque.adminKey);
});

test("a whole answer is the provider's, byte for byte", async () => {
  const reply = await ask(toque, { model: "plain" });
  expect(reply.text).toBe(wholeBody());
});

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\n", "\r", '"', "\\", ":", " "),
    fc.string({ unit: "grapheme", maxLength: 1 }),
  ),
});
const events = fc.array(
  fc.oneof(
    text.map((words) => contentEvent(words, { x_unknown: [words] })),
    fc.constantFrom(
      ": keep-alive\n\n",
      "event: message\nid: 7\n".concat(contentEvent("named")),
      "\n",
      "retry: 10\n\n",
    ),
    text.map((words) => contentEvent(words).replace("data: ", "data:").replaceAll("\n", "\r\n")),
  ),
  { minLength: 1, maxLength: 12 },
);

test("a stream is the provider's, byte for byte, but for the usage chunk that nobody asked for", async () => {
  const cuts = fc.array(fc.nat({ max: 4_000 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(events, cuts, fc.boolean(), async (script, at, asked) => {
      const before = [contentEvent("first"), ...script, finishEvent()];
      const options = asked ? { stream_options: { include_usage: true } } : {};
      const x_script = { text: [...before, USAGE_EVENT, DONE].join(""), cuts: at };
      const reply = await ask(toque, { model: "scripted", stream: true, ...options, x_script });
      expect(reply.text).toBe([...before, ...(asked ? [USAGE_EVENT] : []), DONE].join(""));
    }),
    RUNS,
  );
});

const CLIENT_HEADERS = {
  cookie: "session=clients-cookie",
  "x-forwarded-for": "203.0.113.7",
  "x-api-key": "sk-clients-other-key",
  "openai-organization": "org-of-the-client",
  "x-clients-own": "clients-value",
};

test.each([false, true])(
  "the provider gets our key and no header of the client, stream %s",
  async (stream) => {
    const reply = await ask(toque, { model: "keyed", stream }, { headers: CLIENT_HEADERS });
    expect(reply.status).toBe(200);
    const { headers = {} } = upstream.seen.at(-1) ?? {};
    expect(headers.authorization).toBe(`Bearer ${OUR_KEY}`);
    expect(headers.host).toBe(new URL(upstream.baseUrl).host);
    const sent = JSON.stringify(headers);
    expect(sent).not.toContain(toque.adminKey);
    for (const [name, value] of Object.entries(CLIENT_HEADERS)) {
      expect(Object.keys(headers)).not.toContain(name);
      expect(sent).not.toContain(value);
    }
  },
);

test("a provider that needs no key gets none, least of all the client's", async () => {
  await ask(toque, { model: "plain" });
  expect(Object.keys(upstream.seen.at(-1)?.headers ?? {})).not.toContain("authorization");
});
