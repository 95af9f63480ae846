import { describe, expect, test } from "vitest";
import { answerLikeOpenai, chunk, event } from "./chat-fixture.ts";
import {
  BODY,
  DONE,
  failure,
  HELLO,
  json,
  readAll,
  send,
  setUp,
  STOP,
  STREAM,
  stream,
} from "./door-fixture.ts";

describe("a whole answer", () => {
  test("comes back byte for byte, read on the side", async () => {
    const { expert, server } = await setUp(answerLikeOpenai);
    const reply = await send(expert, { ...BODY, seed: 7, made_up: { deep: [1] } });
    expect(reply).toMatchObject({ type: "whole", httpStatus: 200, upstreamRequestId: "up-1" });
    const reading = reply.type === "whole" ? reply.reading : null;
    expect(reading?.text).toBe("one two three");
    expect(reading?.finishReason).toEqual({ unified: "stop", raw: "stop" });
    expect(reading?.usage).toMatchObject({ inputTotal: 3, outputTotal: 3, source: "provider" });
    expect(server.seen[0]?.url).toBe("/v1/chat/completions");
    expect(server.seen[0]?.body).toEqual({ ...BODY, model: "m", seed: 7, made_up: { deep: [1] } });
  });

  test("without usage is counted by us, and says so", async () => {
    const choices = [{ index: 0, message: { content: "1234567" }, finish_reason: "stop" }];
    const { expert } = await setUp(json(200, { choices }));
    const reply = await send(expert, BODY);
    const usage = reply.type === "whole" ? reply.reading.usage : null;
    expect(usage).toMatchObject({ source: "counted", outputTotal: 2, inputTotal: 4 });
  });

  test("that is a web page or cut JSON is a bad response", async () => {
    for (const body of [
      "<html>busy</html>",
      '{"choices": [',
      "[]",
      '{"object":"list"}',
      '{"choices":[{"text":"hi"}]}',
    ]) {
      const { expert } = await setUp(json(200, body));
      expect((await failure(send(expert, BODY))).code).toBe("expert_bad_response");
    }
  });

  test("that is an error under HTTP 200 is an error, by its own code when it has one", async () => {
    const plain = await setUp(json(200, { error: { message: "overloaded" } }));
    const error = await failure(send(plain.expert, BODY));
    expect(error).toMatchObject({ code: "expert_bad_response", upstream: { status: 200 } });
    const coded = await setUp(json(200, { error: { message: "slow down", code: 429 } }));
    expect((await failure(send(coded.expert, BODY))).code).toBe("rate_limited");
  });

  test("that breaks off is a broken answer", async () => {
    const { expert } = await setUp((_body, reply) => {
      reply.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      reply.write('{"choices":');
      setTimeout(() => reply.destroy(), 20);
    });
    expect((await failure(send(expert, BODY))).code).toBe("expert_stream_broken");
  });
});

describe("a stream", () => {
  test("passes through unchanged and asks for the usage", async () => {
    const { expert, server } = await setUp(answerLikeOpenai);
    const reply = await send(expert, { ...STREAM, stream_options: { include_obfuscation: false } });
    const read = await readAll(reply);
    expect(read.error).toBeNull();
    expect(read.kinds).toEqual(["content", "usage-only", "terminal"]);
    expect(read.bytes.endsWith(DONE)).toBe(true);
    const reading = reply.type === "events" ? reply.reading() : null;
    expect(reading?.text).toBe("one two three");
    expect(reading?.usage).toMatchObject({ outputTotal: 3, source: "provider" });
    expect(server.seen[0]?.body["stream_options"]).toEqual({
      include_obfuscation: false,
      include_usage: true,
    });
  });

  test("survives CRLF, comments, a byte order mark, split characters and single bytes", async () => {
    const text = `\uFEFF: keep-alive\r\n\r\n${event(chunk({ content: "Zoë 🧑‍🍳" }, null)).replaceAll("\n", "\r\n")}${STOP}${DONE}`;
    const bytes = Buffer.from(text);
    const { expert } = await setUp((_body, reply) => {
      reply.writeHead(200, { "content-type": "text/event-stream" });
      for (const byte of bytes) reply.write(Buffer.of(byte));
      reply.end();
    });
    const reply = await send(expert, STREAM);
    const read = await readAll(reply);
    expect(read.error).toBeNull();
    expect(read.bytes).toBe(text);
    expect(read.kinds).toEqual(["comment", "content", "terminal"]);
    expect(reply.type === "events" && reply.reading().text).toBe("Zoë 🧑‍🍳");
  });

  test("without usage is counted by us", async () => {
    const { expert } = await setUp(stream(HELLO, STOP, DONE));
    const reply = await send(expert, STREAM);
    await readAll(reply);
    expect(reply.type === "events" && reply.reading().usage).toMatchObject({
      source: "counted",
      outputTotal: 2,
    });
  });
});

describe("a stream, read on the side,", () => {
  test("tells its usage wherever the provider put it", async () => {
    const usage = { prompt_tokens: 8, completion_tokens: 4 };
    const inChoice = { choices: [{ index: 0, delta: {}, finish_reason: "stop", usage }] };
    const onEvery = (count: number): string =>
      event({ ...chunk({ content: "x" }, null), usage: { ...usage, completion_tokens: count } });
    const places: readonly (readonly string[])[] = [
      [HELLO, event(inChoice), DONE],
      [onEvery(1), onEvery(4), STOP, DONE],
      [HELLO, event({ ...chunk({}, "stop"), usage }), DONE],
      [HELLO, STOP, event({ usage }), DONE],
    ];
    for (const pieces of places) {
      const { expert } = await setUp(stream(...pieces));
      const reply = await send(expert, STREAM);
      const read = await readAll(reply);
      expect(read.error).toBeNull();
      const reading = reply.type === "events" ? reply.reading() : null;
      expect(reading?.usage).toMatchObject({ inputTotal: 8, outputTotal: 4, source: "provider" });
      expect(reading?.finishReason).toEqual({ unified: "stop", raw: "stop" });
    }
  });

  test("as long as a book is read in bounded memory, all its text and its size", async () => {
    const word = event(chunk({ content: "word ", reasoning_content: "hm" }, null));
    const words = 10_000;
    const { expert } = await setUp(stream(word.repeat(words), STOP, DONE));
    const reply = await send(expert, STREAM);
    const read = await readAll(reply);
    expect(read.bytes).toHaveLength(word.length * words + STOP.length + DONE.length);
    const reading = reply.type === "events" ? reply.reading() : null;
    expect(reading?.text).toBe("word ".repeat(words));
    expect(reading?.usage?.outputTotal).toBe(Math.ceil((words * 7) / 3.5));
  });
});
