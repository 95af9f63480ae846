import { describe, expect, test } from "vitest";
import { AppError } from "../../core/app-error.ts";
import { answerLikeOpenai, chunk, event } from "./chat-fixture.ts";
import {
  DONE,
  failure,
  HELLO,
  json,
  readAll,
  rethrown,
  type Reply,
  send,
  setUp,
  STOP,
  STREAM,
  stream,
} from "./door-fixture.ts";

describe("a stream", () => {
  test("that ends without a finish reason is broken", async () => {
    const { expert } = await setUp(stream(HELLO));
    const read = await readAll(await send(expert, STREAM));
    expect(read.error?.code).toBe("expert_stream_broken");
    expect(read.bytes).toBe(HELLO);
  });

  test("that ends after a finish reason gets its [DONE] where no preset promises one", async () => {
    const { expert } = await setUp(stream(HELLO, STOP));
    const read = await readAll(await send(expert, STREAM));
    expect(read.error).toBeNull();
    expect(read.bytes).toBe(HELLO + STOP + DONE);
  });

  test("that ends after a finish reason is broken where the preset promises a [DONE]", async () => {
    const { expert } = await setUp(stream(HELLO, STOP), { preset: "deepseek" });
    expect((await readAll(await send(expert, STREAM))).error?.code).toBe("expert_stream_broken");
  });

  test("whose [DONE] has no blank line is complete", async () => {
    const { expert } = await setUp(stream(HELLO, STOP, "data: [DONE]"), { preset: "deepseek" });
    const read = await readAll(await send(expert, STREAM));
    expect(read.error).toBeNull();
    expect(read.kinds.at(-1)).toBe("terminal");
  });

  test("whose connection breaks is broken, after what was sent", async () => {
    const { expert } = await setUp((_body, reply) => {
      reply.writeHead(200, { "content-type": "text/event-stream" });
      reply.write(HELLO);
      setTimeout(() => reply.destroy(), 20);
    });
    const reply = await send(expert, STREAM);
    const read = await readAll(reply);
    expect(read.bytes).toBe(HELLO);
    expect(read.error?.code).toBe("expert_stream_broken");
    expect(reply.type === "events" && reply.reading().usage).toMatchObject({ source: "counted" });
  });
});

describe("a stream that says [DONE]", () => {
  test("before a finish reason is broken, whether it said something or nothing", async () => {
    const usage = { prompt_tokens: 8, completion_tokens: 4 };
    for (const pieces of [[], [": hello\n\n"], [HELLO], [HELLO, event({ choices: [], usage })]]) {
      const whole = await setUp(stream(...pieces, DONE));
      const read = await readAll(await send(whole.expert, STREAM));
      expect(read.error?.code).toBe("expert_stream_broken");
      expect(read.bytes).toBe(pieces.join(""));
      const unended = await setUp(stream(...pieces, "data: [DONE]"));
      expect((await readAll(await send(unended.expert, STREAM))).error?.code).toBe("expert_stream_broken");
    }
  });
});

describe("a stream of something else", () => {
  test("that holds an error event throws it, what was said kept", async () => {
    const said = { error: { message: "out of memory", code: "server_error" } };
    for (const bad of [
      event(said),
      `event: error\n${event(said.error)}`,
      event({ ...chunk({}, "error"), ...said }),
    ]) {
      const { expert } = await setUp(stream(HELLO, bad, DONE));
      const { error } = await readAll(await send(expert, STREAM));
      expect(error?.code).toBe("expert_stream_broken");
      expect(error?.upstream?.status).toBe(200);
      expect(Buffer.from(error?.upstream?.body ?? "").toString()).toContain("out of memory");
    }
  });

  test("whose first event is an error has that error's own code", async () => {
    const { expert } = await setUp(stream(event({ error: { message: "slow down", code: 429 } })));
    expect((await readAll(await send(expert, STREAM))).error?.code).toBe("rate_limited");
  });

  test("of garbage is a bad response", async () => {
    for (const bad of [
      "data: hello\n\n",
      'data: {"usage": {"prompt\n\n',
      "data: [1]\n\n",
      "data: {hello\n\n",
    ]) {
      const { expert } = await setUp(stream(HELLO, bad, STOP, DONE));
      expect((await readAll(await send(expert, STREAM))).error?.code).toBe("expert_bad_response");
    }
    const { expert } = await setUp(stream("data: {hello}\n\n", STOP, DONE));
    const first = await readAll(await send(expert, STREAM));
    expect(first).toMatchObject({ bytes: "", error: { code: "expert_bad_response" } });
  });

  test("answered by a whole or by a web page is a bad response", async () => {
    const whole = await setUp(json(200, { choices: [] }));
    expect((await failure(send(whole.expert, STREAM))).code).toBe("expert_bad_response");
    const page = await setUp(json(200, "<html></html>", { "content-type": "text/html" }));
    expect((await failure(send(page.expert, STREAM))).code).toBe("expert_bad_response");
  });
});

describe("an abort", () => {
  test("ends a stalled call within a second, before and inside the stream", async () => {
    const stalls: Reply[] = [
      () => undefined,
      (_body, reply) => {
        reply.writeHead(200, { "content-type": "text/event-stream" });
        reply.write(HELLO);
      },
    ];
    for (const stall of stalls) {
      const { expert, server } = await setUp(stall);
      const deadline = new AppError("deadline_exceeded", "time is up");
      const controller = new AbortController();
      setTimeout(() => controller.abort(deadline), 50);
      const startedAt = performance.now();
      const error = await failure(send(expert, STREAM, controller.signal).then((reply) => rethrown(reply)));
      expect(error).toBe(deadline);
      expect(performance.now() - startedAt).toBeLessThan(1000);
      await expect.poll(() => server.abandoned, { timeout: 1000 }).toBe(1);
    }
  });

  test("by a reader that stops ends the upstream call", async () => {
    const { expert, server } = await setUp((_body, reply) => {
      reply.writeHead(200, { "content-type": "text/event-stream" });
      const timer = setInterval(() => reply.write(HELLO), 5);
      reply.on("close", () => clearInterval(timer));
    });
    const reply = await send(expert, STREAM);
    if (reply.type !== "events") throw new Error("not a stream");
    for await (const item of reply.events) if (item.kind === "content") break;
    await expect.poll(() => server.abandoned, { timeout: 1000 }).toBe(1);
  });

  test("a stream that was read to its end keeps its connection for the next", async () => {
    const sockets = new Set<unknown>();
    const { expert } = await setUp((body, reply) => {
      sockets.add(reply.socket);
      answerLikeOpenai(body, reply);
    });
    for (let count = 0; count < 5; count++) await readAll(await send(expert, STREAM));
    // The next call may start a moment before the last one's connection is free.
    expect(sockets.size).toBeLessThanOrEqual(2);
  });
});
