import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { AppError } from "../../core/app-error.ts";
import { expertConformance, type OpenedExpert } from "../conformance.ts";
import type { StreamPart } from "../expert.ts";
import { startTestServer } from "../test-server.ts";
import { testTools } from "../test-tools.ts";
import { aiSdk } from "./ai-sdk.ts";
import { answerLikeAnthropic } from "./anthropic-fixture.ts";
import { answerLikeGoogle } from "./google-fixture.ts";
import { usageFromSdk } from "../usage-from-sdk.ts";

const KEYS = { ANTHROPIC_API_KEY: "sk-ant-secret", GEMINI_API_KEY: "g-secret" };

type Reply = (body: unknown, reply: ServerResponse) => void;

async function open(packageName: string, reply: Reply): Promise<OpenedExpert> {
  const server = await startTestServer((request, response) => reply(request.body, response));
  const settings = { baseURL: `${server.baseUrl}/v1` };
  const options = aiSdk.options.parse({ package: packageName, model: "some-model", settings });
  return { expert: aiSdk.open("sdk", options, testTools(KEYS)), close: server.close };
}

expertConformance("ai-sdk with Anthropic", () => open("@ai-sdk/anthropic", answerLikeAnthropic), {
  repeats: true,
});
expertConformance("ai-sdk with Google", () => open("@ai-sdk/google", answerLikeGoogle), { repeats: true });

async function answer(opened: OpenedExpert): Promise<StreamPart[]> {
  const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "one two" }] }];
  const context = { signal: new AbortController().signal, requestId: "req_1" };
  try {
    return await Array.fromAsync(opened.expert.answer({ prompt }, context));
  } finally {
    await opened.close();
  }
}

async function failure(opened: OpenedExpert): Promise<AppError> {
  const error: unknown = await answer(opened).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected an AppError, got ${String(error)}`);
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Reply {
  return (_body, reply) => {
    reply.writeHead(status, { "content-type": "application/json", ...headers });
    reply.end(JSON.stringify(body));
  };
}

const cutOff: Reply = (body, reply) => {
  const write = reply.write.bind(reply);
  reply.write = (piece: string) => (/message_(?:delta|stop)/u.test(piece) ? true : write(piece));
  answerLikeAnthropic(body, reply);
};

const errorInside: Reply = (_body, reply) => {
  const error = { type: "overloaded_error", message: "Overloaded" };
  reply.writeHead(200, { "content-type": "text/event-stream" });
  reply.end(`event: error\ndata: ${JSON.stringify({ type: "error", error })}\n\n`);
};

const webPage: Reply = (_body, reply) => {
  reply.writeHead(200, { "content-type": "text/html" });
  reply.end("<html>");
};

const ANTHROPIC_ERROR = { type: "error", error: { type: "rate_limit_error", message: "slow down" } };

describe("ai-sdk", () => {
  test("Anthropic's usage has cache reads beside the input and writes by lifetime", async () => {
    const finish = (await answer(await open("@ai-sdk/anthropic", answerLikeAnthropic))).at(-1);
    expect(finish?.type === "finish" ? usageFromSdk(finish.usage) : null).toMatchObject({
      inputTotal: 11,
      inputUncached: 2,
      inputCacheRead: 3,
      inputCacheWrite5m: 4,
      inputCacheWrite1h: 2,
      outputTotal: 2,
    });
  });

  test("Google's thoughts count as output", async () => {
    const finish = (await answer(await open("@ai-sdk/google", answerLikeGoogle))).at(-1);
    const usage = finish?.type === "finish" ? usageFromSdk(finish.usage) : null;
    expect(usage).toMatchObject({ inputTotal: 2, outputTotal: 7, outputReasoning: 5, outputVisible: 2 });
  });

  test("a limit keeps the wait it asks for, a refused key says which variable to check", async () => {
    const limited = await failure(
      await open("@ai-sdk/anthropic", json(429, ANTHROPIC_ERROR, { "retry-after": "3" })),
    );
    expect(limited).toMatchObject({ code: "rate_limited", retryAfterMs: 3000 });
    const refused = await failure(await open("@ai-sdk/anthropic", json(401, ANTHROPIC_ERROR)));
    expect(refused).toMatchObject({ code: "expert_unauthorized", status: 502 });
    expect(refused.hint).toContain("ANTHROPIC_API_KEY");
    const bad = await failure(await open("@ai-sdk/anthropic", json(400, ANTHROPIC_ERROR)));
    expect(bad).toMatchObject({ code: "expert_refused", status: 400 });
    expect(bad.message).toContain("slow down");
  });

  test("an error is told in our words, without our key", async () => {
    const error = { type: "invalid_request_error", message: "you sent sk-ant-secret" };
    const failed = await failure(await open("@ai-sdk/anthropic", json(400, { type: "error", error })));
    expect(failed.message).toContain("you sent [key]");
    expect(failed.upstream).toEqual({ status: 400, body: null, contentType: null });
  });

  test("a stream without its end, with an error inside, or of garbage is no answer", async () => {
    expect((await failure(await open("@ai-sdk/anthropic", cutOff))).code).toBe("expert_stream_broken");
    expect((await failure(await open("@ai-sdk/anthropic", errorInside))).code).toBe("expert_unavailable");
    expect((await failure(await open("@ai-sdk/google", webPage))).code).toBe("expert_stream_broken");
  });
});

describe("ai-sdk's set-up", () => {
  test("a server that is not there is unreachable", async () => {
    const opened = await open("@ai-sdk/anthropic", answerLikeAnthropic);
    await opened.close();
    expect((await failure({ ...opened, close: () => Promise.resolve() })).code).toBe("expert_unreachable");
  });

  test("a missing key disables the expert and says which variable to set", () => {
    const options = aiSdk.options.parse({ package: "@ai-sdk/anthropic", model: "claude" });
    expect(aiSdk.open("sdk", options, testTools()).state()).toEqual({
      status: "disabled",
      reason: "set ANTHROPIC_API_KEY",
    });
  });

  test("a package that is not installed says how to install it", async () => {
    const options = aiSdk.options.parse({ package: "@ai-sdk/not-there", model: "m" });
    const expert = aiSdk.open("sdk", options, testTools());
    const error = await failure({ expert, close: () => Promise.resolve() });
    expect(error).toMatchObject({ code: "expert_unavailable", hint: expect.stringContaining("npm install") });
    expect(expert.state().status).toBe("unavailable");
  });

  test.each([
    "./evil.js",
    "/etc/passwd",
    "node:fs",
    "fs",
    "https://x.y/z.js",
    "../x",
    "a/b/c",
    "@a/b/c",
    "UPPER",
  ])("%s is no package name", (name) => {
    expect(() => aiSdk.options.parse({ package: name, model: "m" })).toThrow(/npm package/u);
  });
});
