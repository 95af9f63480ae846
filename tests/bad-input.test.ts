import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isJsonObject } from "../src/core/json.ts";
import { ask, MESSAGES, post } from "./support/ask.ts";
import { startFaultyUpstream, type FaultyUpstream } from "./support/faulty-upstream.ts";
import { startToque, type ToqueServer } from "./support/toque-server.ts";

const BODY_LIMIT_BYTES = 64 * 1024;
const RUNS = { numRuns: 300 };

let upstream: FaultyUpstream;
let toque: ToqueServer;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const plain = { type: "openai-compatible", base_url: upstream.baseUrl, model: "ok" };
  toque = await startToque({ server: { body_limit_bytes: BODY_LIMIT_BYTES }, experts: { plain } });
});

afterAll(async () => {
  await toque.remove();
  await upstream.close();
});

type Wrong = {
  readonly what: string;
  readonly body: object;
  readonly param: string;
  readonly status?: number;
};

const WRONG: readonly Wrong[] = [
  { what: "no model", body: { messages: MESSAGES }, param: "model" },
  { what: "a model that is a number", body: { model: 7, messages: MESSAGES }, param: "model" },
  { what: "an empty model", body: { model: "", messages: MESSAGES }, param: "model" },
  { what: "an unknown model", body: { model: "gpt-0", messages: MESSAGES }, param: "model", status: 404 },
  { what: "no messages", body: { model: "plain" }, param: "messages" },
  { what: "empty messages", body: { model: "plain", messages: [] }, param: "messages" },
  { what: "messages that are text", body: { model: "plain", messages: "hi" }, param: "messages" },
  { what: "a message that is null", body: { model: "plain", messages: [null] }, param: "messages[0]" },
  {
    what: "an unknown role",
    body: { model: "plain", messages: [{ role: "boss", content: "" }] },
    param: "messages[0].role",
  },
  {
    what: "a user without content",
    body: { model: "plain", messages: [{ role: "user" }] },
    param: "messages[0].content",
  },
  {
    what: "content that is a number",
    body: { model: "plain", messages: [{ role: "user", content: 7 }] },
    param: "messages[0].content",
  },
  {
    what: "a part without a type",
    body: { model: "plain", messages: [{ role: "user", content: [{ text: "x" }] }] },
    param: "messages[0].content[0]",
  },
  {
    what: "a stream that is text",
    body: { model: "plain", messages: MESSAGES, stream: "yes" },
    param: "stream",
  },
  {
    what: "a temperature in words",
    body: { model: "plain", messages: MESSAGES, temperature: "warm" },
    param: "temperature",
  },
  {
    what: "half a token",
    body: { model: "plain", messages: MESSAGES, max_tokens: 1.5 },
    param: "max_tokens",
  },
  { what: "tools that are no list", body: { model: "plain", messages: MESSAGES, tools: {} }, param: "tools" },
  {
    what: "an unknown field of ours",
    body: { model: "plain", messages: MESSAGES, toque: { tsak: "x" } },
    param: "toque.tsak",
  },
  {
    what: "an unknown check",
    body: { model: "plain", messages: MESSAGES, toque: { check: { type: "luck" } } },
    param: "toque.check.type",
  },
];

describe.for(WRONG)("$what", ({ body, param, status = 400 }) => {
  test(`is refused with the field ${param}`, async () => {
    const response = await post(toque, JSON.stringify(body));
    expect(response.status).toBe(status);
    const { error } = await errorBody(response);
    expect(error).toMatchObject({ type: "invalid_request_error", param, code: expect.any(String) });
    expect(error["message"]).toContain(param.split(".").at(-1) ?? param);
  });
});

test("a body over the limit is 413 whether its length is announced or not", async () => {
  const body = JSON.stringify({
    model: "plain",
    messages: [{ role: "user", content: "x".repeat(BODY_LIMIT_BYTES) }],
  });
  const announced = await post(toque, body);
  expect(announced.status).toBe(413);
  expect((await errorBody(announced)).error).toMatchObject({ code: "body_too_large" });
  const chunked = await fetch(`${toque.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${toque.adminKey}`, "content-type": "application/json" },
    body: new Blob([body]).stream(),
    duplex: "half",
  });
  expect(chunked.status).toBe(413);
  expect((await errorBody(chunked)).error).toMatchObject({ code: "body_too_large" });
});

test("half a body of JSON is invalid_json wherever it was cut", async () => {
  const whole = JSON.stringify({
    model: "plain",
    messages: [...MESSAGES, { role: "assistant", content: "ünï – 🙂" }],
  });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length - 1 }), async (cut) => {
      const response = await post(toque, whole.slice(0, cut));
      expect(response.status).toBe(400);
      expect((await errorBody(response)).error["code"]).toMatch(/^invalid_(json|request)$/);
    }),
    RUNS,
  );
});

test("no JSON at all, whatever its shape, is a server error", async () => {
  const field = fc.constantFrom(
    "model",
    "messages",
    "stream",
    "temperature",
    "tools",
    "toque",
    "metadata",
    "stop",
    "n",
    "response_format",
    "stream_options",
    "max_tokens",
  );
  const body = fc.oneof(
    fc.jsonValue(),
    fc
      .tuple(field, fc.jsonValue())
      .map(([name, value]) => ({ model: "plain", messages: MESSAGES, [name]: value })),
    fc.jsonValue().map((message) => ({ model: "plain", messages: [message] })),
    fc.jsonValue().map((content) => ({ model: "plain", messages: [{ role: "user", content }] })),
  );
  await fc.assert(
    fc.asyncProperty(body, async (value) => {
      expect(await complaint(await post(toque, JSON.stringify(value)))).toBeNull();
    }),
    RUNS,
  );
});

test("bytes that are no text are refused, and the server goes on", async () => {
  const response = await fetch(`${toque.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${toque.adminKey}` },
    body: new Uint8Array([0xff, 0xfe, 0x00, 0x7b]),
  });
  expect(response.status).toBe(400);
  await response.body?.cancel();
  expect((await ask(toque, { model: "plain" })).status).toBe(200);
});

test("no key, another scheme and a route nobody serves are told apart", async () => {
  const url = `${toque.url}/v1/chat/completions`;
  const keyless = await fetch(url, { method: "POST", body: "{}" });
  expect([keyless.status, (await errorBody(keyless)).error["code"]]).toEqual([401, "missing_key"]);
  const basic = await fetch(url, { method: "POST", body: "{}", headers: { authorization: "Basic abc" } });
  expect([basic.status, (await errorBody(basic)).error["code"]]).toEqual([401, "invalid_key"]);
  const lost = await fetch(`${toque.url}/v1/nothing`, {
    headers: { authorization: `Bearer ${toque.adminKey}` },
  });
  expect([lost.status, (await errorBody(lost)).error["code"]]).toEqual([404, "unknown_route"]);
});

/** What is wrong with an answer to nonsense: it must be an answer, or a refusal that blames the request. */
async function complaint(response: Response): Promise<string | null> {
  const text = await response.text();
  if (response.status === 200) return null;
  const isRefusal = response.status === 400 || response.status === 404;
  return isRefusal && text.includes('"type":"invalid_request_error"') ? null : `${response.status}: ${text}`;
}

async function errorBody(response: Response): Promise<{ error: Readonly<Record<string, unknown>> }> {
  const body: unknown = await response.json();
  if (isJsonObject(body) && isJsonObject(body["error"])) return { error: body["error"] };
  throw new Error(`no error in OpenAI's shape: ${JSON.stringify(body)}`);
}
