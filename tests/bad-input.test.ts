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
  toque = await startToque({
    server: { body_limit_bytes: BODY_LIMIT_BYTES },
    experts: { plain, echo: { type: "echo" }, keyless: { ...plain, api_key_env: "TEST_NO_SUCH_KEY" } },
  });
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

const outOfRange = (what: string, field: string, value: unknown): Wrong[] =>
  ["plain", "echo"].map((model) => ({
    what: `${what} for ${model}`,
    body: { model, messages: MESSAGES, [field]: value },
    param: field,
  }));
const OUT_OF_RANGE: readonly Wrong[] = [
  ...outOfRange("less than no tokens", "max_tokens", -1),
  ...outOfRange("no tokens at all", "max_completion_tokens", 0),
  ...outOfRange("a temperature below zero", "temperature", -5),
  ...outOfRange("a top_p above one", "top_p", 7),
  ...outOfRange("a top_p below zero", "top_p", -0.1),
  ...outOfRange("no choices", "n", 0),
  ...outOfRange("less than no choices", "n", -3),
  ...outOfRange("a penalty beyond two", "presence_penalty", 2.5),
  ...outOfRange(
    "ten thousand stops",
    "stop",
    Array.from({ length: 10_000 }, () => "x"),
  ),
  ...outOfRange("a stop that is a number", "stop", [7]),
];

const FUNCTION = { type: "function", function: { name: "add", parameters: { type: "object" } } };
const IMAGE = { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } };
const FORMAT = {
  type: "json_schema",
  json_schema: { name: "sum", schema: { type: "object", properties: { sum: { type: "number" } } } },
};
/** What an echo cannot do is refused, not left out without a word. */
const BEYOND: readonly Wrong[] = [false, true].flatMap((stream) => [
  {
    what: `tools for an expert that has none, stream ${stream}`,
    body: { model: "echo", messages: MESSAGES, tools: [FUNCTION], stream },
    param: "tools",
  },
  {
    what: `a schema for an expert that keeps none, stream ${stream}`,
    body: { model: "echo", messages: MESSAGES, response_format: FORMAT, stream },
    param: "response_format",
  },
  {
    what: `an image for an expert that sees none, stream ${stream}`,
    body: { model: "echo", messages: [{ role: "user", content: [IMAGE] }], stream },
    param: "messages",
  },
]);

describe.for([...WRONG, ...OUT_OF_RANGE, ...BEYOND])("$what", ({ body, param, status = 400 }) => {
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

test.each([
  { method: "GET", path: "/v1/models/%zz", status: 400, code: "invalid_request" },
  { method: "GET", path: "/v1/models/%", status: 400, code: "invalid_request" },
  { method: "POST", path: "/%c3%28", status: 400, code: "invalid_request" },
  { method: "GET", path: "/v1/models/nobody", status: 404, code: "unknown_model" },
  { method: "GET", path: "/", status: 404, code: "unknown_route" },
  { method: "DELETE", path: "/v1/models/plain", status: 404, code: "unknown_route" },
  { method: "GET", path: "/v1/chat/completions", status: 404, code: "unknown_route" },
  { method: "POST", path: "/v1/embeddings", status: 404, code: "unknown_route" },
])("$method $path is $status $code in OpenAI's shape", async ({ method, path, status, code }) => {
  const response = await fetch(`${toque.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${toque.adminKey}` },
  });
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toContain("application/json");
  const { error } = await errorBody(response);
  expect(error).toMatchObject({ type: "invalid_request_error", code, message: expect.any(String) });
  // OpenAI's four fields, and ours for what to do next.
  const { hint: _, ...theirs } = error;
  expect(Object.keys(theirs).toSorted()).toEqual(["code", "message", "param", "type"]);
});

test("an expert whose key is not set is 503 and says how long to leave it alone", async () => {
  const response = await post(toque, JSON.stringify({ model: "keyless", messages: MESSAGES }));
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
  expect(response.headers.get("retry-after-ms")).toMatch(/^\d+$/);
  expect(response.headers.get("x-should-retry")).toBe("false");
  expect((await errorBody(response)).error).toMatchObject({ code: "expert_unavailable" });
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
