import { describe, expect, test } from "vitest";
import { answerLikeOpenai, event } from "./chat-fixture.ts";
import {
  BODY,
  failure,
  HELLO,
  json,
  type Reply,
  rethrown,
  send,
  setUp,
  STREAM,
  stream,
} from "./door-fixture.ts";

describe("a refusal", () => {
  test("of our key says which variable to check, and neither the key nor the status to the client", async () => {
    const { expert } = await setUp(json(401, { error: { message: "bad key sk-secret" } }), {
      preset: "deepseek",
    });
    const error = await failure(send(expert, BODY));
    expect(error).toMatchObject({ code: "expert_unauthorized", status: 502, upstream: undefined });
    expect(error.hint).toContain("DEEPSEEK_API_KEY");
    expect(`${error.message} ${error.hint}`).not.toContain("sk-secret");
  });

  test("for the rate keeps the wait it asks for", async () => {
    const body = { error: { message: "slow down" } };
    const cases: [Record<string, string>, number | undefined][] = [
      [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
      [{ "retry-after": "2" }, 2000],
      [{ "retry-after": new Date(1_780_000_003_000).toUTCString() }, 3000],
      [{}, undefined],
    ];
    for (const [headers, wait] of cases) {
      const { expert } = await setUp(json(429, body, headers));
      const error = await failure(send(expert, BODY));
      expect(error).toMatchObject({ code: "rate_limited", retryable: true, retryAfterMs: wait });
      expect(error.upstream?.status).toBe(429);
    }
  });

  test("for money is not retried", async () => {
    for (const error of [
      { code: "insufficient_quota" },
      { details: { error_code: "enforced_spend_limit_reached" } },
    ]) {
      const { expert } = await setUp(json(429, { error }));
      expect(await failure(send(expert, BODY))).toMatchObject({ code: "rate_limited", retryable: false });
    }
  });
});

const KEY_SAID = "bad key sk-secret";

describe("our key", () => {
  test("stays here whatever the provider repeats, and however", async () => {
    const error = { message: `${"x".repeat(195)} ${KEY_SAID}`, code: "bad" };
    const replies: readonly Reply[] = [
      json(400, { error }),
      json(400, KEY_SAID),
      json(429, { error }),
      json(500, { error }),
      json(200, { error }),
      json(200, KEY_SAID),
      stream(event({ error })),
      stream(HELLO, event({ error })),
      stream(HELLO, `data: ${KEY_SAID}\n\n`),
    ];
    for (const reply of replies) {
      const { expert } = await setUp(reply, { preset: "deepseek" });
      for (const body of [BODY, STREAM]) {
        const thrown = await failure(send(expert, body).then((answer) => rethrown(answer)));
        const said = `${thrown.message} ${Buffer.from(thrown.upstream?.body ?? "").toString()}`;
        expect(said).not.toContain("sk-s");
      }
    }
  });

  test("when it is wrong is never the client's fault, under whatever status", async () => {
    const error = { message: "no", code: "invalid_api_key" };
    for (const reply of [json(400, { error }), json(200, { error }), stream(event({ error }))]) {
      const { expert } = await setUp(reply, { preset: "deepseek" });
      const thrown = await failure(send(expert, STREAM).then((answer) => rethrown(answer)));
      expect(thrown).toMatchObject({ code: "expert_unauthorized", status: 502, upstream: undefined });
    }
    const details = [{ reason: "API_KEY_INVALID" }];
    const google = await setUp(json(400, [{ error: { code: 400, message: "no", details } }]));
    expect(await failure(send(google.expert, BODY))).toMatchObject({ code: "expert_unauthorized" });
    const late = await setUp(stream(HELLO, event({ error: { type: "authentication_error" } })));
    const broken = await failure(send(late.expert, STREAM).then((answer) => rethrown(answer)));
    expect(broken).toMatchObject({ code: "expert_stream_broken", upstream: undefined });
  });
});

describe("a refusal by the provider", () => {
  test("of what only this model cannot says that another might", async () => {
    const cases: readonly [number, object, boolean][] = [
      [404, { message: "no" }, true],
      [405, { message: "no" }, true],
      [413, { message: "no" }, true],
      [400, { code: "context_length_exceeded" }, true],
      [400, { message: "This model's maximum context length is 4096 tokens" }, true],
      [400, { message: "The model `m` does not exist" }, true],
      [400, { message: "temperature must be a number" }, false],
      [422, { message: "no" }, false],
    ];
    for (const [status, error, elsewhere] of cases) {
      const { expert } = await setUp(json(status, { error }));
      expect(await failure(send(expert, BODY))).toMatchObject({ code: "expert_refused", status, elsewhere });
    }
  });

  test("of the request keeps its status and words", async () => {
    for (const status of [400, 404, 413, 422]) {
      const { expert } = await setUp(json(status, { error: { message: "no such model" } }));
      const error = await failure(send(expert, STREAM));
      expect(error).toMatchObject({ code: "expert_refused", status, retryable: false });
      expect(error.message).toContain("no such model");
      expect(error.upstream).toMatchObject({ status, contentType: "application/json" });
    }
  });

  test("whose words do not arrive is a refusal all the same", async () => {
    const { expert } = await setUp((_body, reply) => {
      reply.writeHead(400, { "content-length": "1000" });
      reply.write("{");
      setTimeout(() => reply.destroy(), 20);
    });
    const error = await failure(send(expert, BODY));
    expect(error).toMatchObject({ code: "expert_refused", status: 400, upstream: { body: null } });
  });

  test("by a failing server may be retried", async () => {
    for (const [status, code] of [
      [408, "expert_bad_response"],
      [500, "expert_bad_response"],
      [503, "expert_unavailable"],
      [529, "expert_unavailable"],
      [302, "expert_bad_response"],
    ] as const) {
      const { expert } = await setUp(json(status, "oops", { location: "http://127.0.0.1:1/" }));
      expect(await failure(send(expert, BODY))).toMatchObject({ code, retryable: true });
    }
  });

  test("of the connection is unreachable", async () => {
    const { expert, server } = await setUp(answerLikeOpenai);
    await server.close();
    expect(await failure(send(expert, BODY))).toMatchObject({ code: "expert_unreachable", retryable: true });
    const dropped = await setUp((_body, reply) => reply.destroy());
    expect((await failure(send(dropped.expert, BODY))).code).toBe("expert_unreachable");
  });
});
