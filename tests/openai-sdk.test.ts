import OpenAI, {
  APIConnectionError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  RateLimitError,
} from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFaultyUpstream, type FaultyUpstream } from "./support/faulty-upstream.ts";
import { ANSWER, USAGE, WORDS } from "./support/provider-wire.ts";
import { startToque, type ToqueServer } from "./support/toque-server.ts";

const MESSAGES = [{ role: "user" as const, content: "What is 6 times 7?" }];
const BODY_LIMIT_BYTES = 100_000;

let upstream: FaultyUpstream;
let toque: ToqueServer;
let client: OpenAI;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const expert = (model: string) => ({ type: "openai-compatible", base_url: upstream.baseUrl, model });
  toque = await startToque({
    server: { body_limit_bytes: BODY_LIMIT_BYTES },
    limits: { attempts_max: 1 },
    experts: {
      plain: expert("ok"),
      second: expert("ok"),
      "lab/slashed/plain": expert("ok"),
      slow: expert("slow"),
      limited: expert("429-once"),
      "limited-for-long": expert("429-seconds"),
      overloaded: expert("500-once"),
      refusing: expert("400"),
      hopeless: expert("401"),
    },
    mixtures: { auto: { experts: ["plain", "second"], policy: { type: "thompson" } } },
    prices: { plain: { input: 1, output: 2 }, second: { input: 1, output: 2 } },
  });
  client = new OpenAI({ baseURL: `${toque.url}/v1`, apiKey: toque.adminKey });
});

afterAll(async () => {
  await toque.remove();
  await upstream.close();
});

test("a chat completion arrives whole, with usage and the request's id", async () => {
  const asked = await client.chat.completions.create({ model: "auto", messages: MESSAGES }).withResponse();
  const { data, response, request_id: requestId } = asked;
  expect(data.choices[0]?.message.content).toBe(ANSWER);
  expect(data.choices[0]?.finish_reason).toBe("stop");
  expect(data.usage).toEqual(USAGE);
  expect(requestId).toBe(response.headers.get("x-toque-request-id"));
  expect(requestId).toMatch(/^req_/);
  expect(["plain", "second"]).toContain(response.headers.get("x-toque-expert"));
  expect(response.headers.get("x-toque-mixture")).toBe("auto");
  expect(response.headers.get("x-toque-policy")).toMatch(/^thompson@/);
  // 32 uncached + 10 cached input at 1 $/M and 17 output at 2 $/M.
  expect(Number(response.headers.get("x-toque-cost-usd"))).toBeCloseTo(76e-6, 12);
});

test("a stream arrives in order and without a usage chunk that was not asked for", async () => {
  const stream = await client.chat.completions.create({ model: "auto", messages: MESSAGES, stream: true });
  const words: string[] = [];
  for await (const chunk of stream) {
    expect(chunk.choices).toHaveLength(1);
    const word = chunk.choices[0]?.delta.content;
    if (typeof word === "string") words.push(word);
  }
  expect(words).toEqual(WORDS);
});

test("a stream that asks for usage ends with one chunk that holds it", async () => {
  const stream = await client.chat.completions.create({
    model: "plain",
    messages: MESSAGES,
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks = await Array.fromAsync(stream);
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: USAGE });
  expect(chunks.filter((chunk) => chunk.choices.length === 0)).toHaveLength(1);
});

test("the SDK's stream helper puts the whole answer together", async () => {
  const final = await client.chat.completions
    .stream({ model: "auto", messages: MESSAGES })
    .finalChatCompletion();
  expect(final.choices[0]?.message.content).toBe(ANSWER);
});

test("models are listed and found by name, slashes included", async () => {
  const ids = (await Array.fromAsync(client.models.list())).map((model) => model.id);
  expect(ids).toEqual(expect.arrayContaining(["auto", "plain", "lab/slashed/plain"]));
  expect(await client.models.retrieve("lab/slashed/plain")).toMatchObject({
    id: "lab/slashed/plain",
    object: "model",
  });
  await expect(client.models.retrieve("nobody/here")).rejects.toThrow(NotFoundError);
});

test("a wrong key is the SDK's AuthenticationError and is not tried twice", async () => {
  const stranger = new OpenAI({ baseURL: `${toque.url}/v1`, apiKey: "tq-wrong" });
  const error = await failure(stranger.chat.completions.create({ model: "auto", messages: MESSAGES }));
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error).toMatchObject({ status: 401, code: "invalid_key", type: "authentication_error" });
});

test("an unknown model is a NotFoundError that names the models there are", async () => {
  const error = await failure(client.chat.completions.create({ model: "gpt-0", messages: MESSAGES }));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ status: 404, code: "unknown_model", param: "model" });
  expect(String(error)).toContain("auto");
});

test("empty messages are a BadRequestError that names the field", async () => {
  const error = await failure(client.chat.completions.create({ model: "auto", messages: [] }));
  expect(error).toBeInstanceOf(BadRequestError);
  expect(error).toMatchObject({ code: "invalid_request", param: "messages", type: "invalid_request_error" });
});

test("a body over the limit is answered with 413 before it is read as JSON", async () => {
  const content = "x".repeat(BODY_LIMIT_BYTES);
  const error = await failure(
    client.chat.completions.create({ model: "auto", messages: [{ role: "user", content }] }),
  );
  expect(error).toMatchObject({ status: 413, code: "body_too_large" });
});

test("what an expert refuses reaches the SDK in the expert's words", async () => {
  const error = await failure(client.chat.completions.create({ model: "refusing", messages: MESSAGES }));
  expect(error).toBeInstanceOf(BadRequestError);
  expect(error).toMatchObject({ status: 400, param: "temperature", code: "invalid_value" });
});

test("a provider that refuses our key says nothing about it to the client, and no one tries again", async () => {
  const error = await failure(client.chat.completions.create({ model: "hopeless", messages: MESSAGES }));
  expect(error).toMatchObject({ status: 502, code: "expert_unauthorized" });
  expect(String(error)).not.toContain("sk-secret");
  expect(upstream.seenOf("401")).toHaveLength(1);
});

test("the SDK waits as long as retry-after-ms says and then succeeds", async () => {
  const answer = await client.chat.completions.create({ model: "limited", messages: MESSAGES });
  expect(answer.choices[0]?.message.content).toBe(ANSWER);
  const [first, second, ...more] = upstream.seenOf("429-once");
  expect(more).toEqual([]);
  // The provider asked for 40 ms in one header and for a second in the other; the finer one counts.
  const waitedMs = (second?.receivedMs ?? 0) - (first?.receivedMs ?? 0);
  expect(waitedMs).toBeGreaterThanOrEqual(35);
});

test("without retries of its own the SDK shows the provider's limit and how long to wait", async () => {
  const error = await failure(
    impatient().chat.completions.create({ model: "limited-for-long", messages: MESSAGES }),
  );
  if (!(error instanceof RateLimitError)) throw error;
  expect(error).toMatchObject({ status: 429, code: "rate_limited" });
  // The provider said 7 seconds; the SDK reads the finer header first.
  expect(error.headers.get("retry-after")).toBe("7");
  expect(Number(error.headers.get("retry-after-ms"))).toBe(7_000);
  expect(error.headers.get("x-should-retry")).toBe("true");
});

test("an expert that failed once is there again for the next request", async () => {
  const expert = { model: "overloaded", messages: MESSAGES };
  expect(await failure(impatient().chat.completions.create(expert))).toMatchObject({
    status: 502,
    code: "expert_bad_response",
  });
  expect((await impatient().chat.completions.create(expert)).choices[0]?.message.content).toBe(ANSWER);
});

test("a stream that the client aborts is aborted upstream within a second", async () => {
  const stream = await client.chat.completions.create({ model: "slow", messages: MESSAGES, stream: true });
  let chunks = 0;
  let leftMs = 0;
  for await (const _ of stream) {
    chunks += 1;
    if (chunks < 3) continue;
    leftMs = performance.now();
    stream.controller.abort();
  }
  await expect.poll(() => upstream.seenOf("slow").at(-1)?.abortedMs, { timeout: 3_000 }).toBeTypeOf("number");
  expect((upstream.seenOf("slow").at(-1)?.abortedMs ?? Infinity) - leftMs).toBeLessThan(1_000);
});

test("a request that the client aborts before the answer is an abort to the SDK", async () => {
  const controller = new AbortController();
  const asked = client.chat.completions.create(
    { model: "slow", messages: MESSAGES },
    { signal: controller.signal },
  );
  setTimeout(() => controller.abort(), 100);
  expect(await failure(asked)).toBeInstanceOf(APIUserAbortError);
});

test("a task and a check travel at the top level and inside metadata", async () => {
  const toqueFields = { task: "arithmetic", check: { type: "numeric", expected: "42" } };
  const direct = { model: "auto", messages: MESSAGES, toque: toqueFields };
  const { response } = await client.chat.completions.create(direct).withResponse();
  expect(response.headers.get("x-toque-check")).toBe("correct");
  const inMetadata = await client.chat.completions
    .create({ model: "auto", messages: MESSAGES, metadata: { toque: JSON.stringify(toqueFields) } })
    .withResponse();
  expect(inMetadata.response.headers.get("x-toque-check")).toBe("correct");
  const record = await toque.record(inMetadata.response.headers.get("x-toque-request-id") ?? "");
  expect(record).toMatchObject({ task: "arithmetic", outcomes: [{ source: "check", correct: true }] });
  expect(upstream.seen.at(-1)?.body).not.toHaveProperty("metadata");
});

test("feedback on an answer becomes an outcome of that request", async () => {
  const { response } = await client.chat.completions
    .create({ model: "auto", messages: MESSAGES })
    .withResponse();
  const requestId = response.headers.get("x-toque-request-id") ?? "";
  const reply = await client.post("/feedback", {
    body: { request_id: requestId, correct: false, comment: "no" },
  });
  expect(reply).toMatchObject({ object: "toque.outcome", request_id: requestId, correct: false });
  const record = await toque.record(requestId);
  expect(record.outcomes).toMatchObject([{ source: "feedback", correct: false, comment: "no" }]);
  const unknown = await failure(
    client.post("/feedback", { body: { request_id: "req_none", correct: true } }),
  );
  expect(unknown).toMatchObject({ status: 404, code: "unknown_request", param: "request_id" });
});

test("no error of this file left a connection behind that breaks the next request", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => client.chat.completions.create({ model: "auto", messages: MESSAGES })),
  );
  expect(answers.every((answer) => answer.choices[0]?.message.content === ANSWER)).toBe(true);
});

test("a server that is gone is a connection error, not a wrong answer", async () => {
  const nobody = new OpenAI({ baseURL: "http://127.0.0.1:9/v1", apiKey: "tq-x", maxRetries: 0 });
  const error = await failure(nobody.chat.completions.create({ model: "auto", messages: MESSAGES }));
  expect(error).toBeInstanceOf(APIConnectionError);
  expect(error).not.toBeInstanceOf(RateLimitError);
});

function impatient(): OpenAI {
  return new OpenAI({ baseURL: `${toque.url}/v1`, apiKey: toque.adminKey, maxRetries: 0 });
}

async function failure(asked: PromiseLike<unknown>): Promise<unknown> {
  try {
    await asked;
  } catch (error) {
    return error;
  }
  throw new Error("it succeeded");
}
