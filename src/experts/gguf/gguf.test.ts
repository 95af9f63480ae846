import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { AppError } from "../../core/app-error.ts";
import { expertConformance } from "../conformance.ts";
import type { CallOptions, Expert, StreamPart } from "../expert.ts";
import { textOf } from "../stream-faults.ts";
import { testTools } from "../test-tools.ts";
import { gguf } from "./gguf.ts";
import { CHAT_ML, END, follow, writeTinyGguf, type TinyModel } from "./tiny-gguf.ts";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz";
/** A template that ends with the user's own text, so that its last character decides the answer. */
const BARE = "{% for message in messages %}{{ message['content'] }}{% endfor %}";
/** Never ends: each digit is followed by the next. */
const ENDLESS = new Map(Array.from({ length: 10 }, (_, digit) => [String(digit), String((digit + 1) % 10)]));

let folder = "";
const opened: Expert[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "toque-gguf-"));
});

afterAll(async () => {
  await Promise.all(opened.map(async (expert) => await expert.close?.()));
  await rm(folder, { recursive: true, force: true });
});

async function openTiny(name: string, model: TinyModel, options: object = {}): Promise<Expert> {
  await writeFile(join(folder, `${name}.gguf`), writeTinyGguf(model));
  return await openFile(`${name}.gguf`, options);
}

async function openFile(file: string, options: object = {}): Promise<Expert> {
  const kindOptions = gguf.options.parse({ file, gpu: false, ...options });
  const expert = gguf.open("tiny", kindOptions, testTools({}, folder));
  opened.push(expert);
  await vi.waitUntil(() => expert.state().status !== "loading", { timeout: 20_000 });
  return expert;
}

function ask(text: string, call: Partial<CallOptions> = {}): CallOptions {
  return { prompt: [{ role: "user", content: [{ type: "text", text }] }], ...call };
}

async function collect(expert: Expert, call: CallOptions, signal?: AbortSignal): Promise<StreamPart[]> {
  const context = { signal: signal ?? new AbortController().signal, requestId: "req_test" };
  return await Array.fromAsync(expert.answer(call, context));
}

function finishOf(parts: readonly StreamPart[]): Extract<StreamPart, { type: "finish" }> {
  const last = parts.at(-1);
  if (last?.type !== "finish") throw new Error("no finish");
  return last;
}

async function failure(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected an AppError, got ${String(error)}`, { cause: error });
}

expertConformance("gguf", async () => ({
  expert: await openTiny("conformance", { next: follow(ALPHABET) }),
  close: async () => {},
}));

describe("a gguf expert", () => {
  test("answers what the file's template and weights say, and counts every token", async () => {
    const expert = await openTiny("alphabet", { next: follow(ALPHABET) });
    const parts = await collect(expert, ask("hello"));
    expect(textOf(parts)).toBe(ALPHABET);
    const { usage, finishReason } = finishOf(parts);
    const plain = "user\nhello\nassistant\n";
    expect(usage.inputTokens.total).toBe(plain.length + 3);
    expect(usage.outputTokens.total).toBe(ALPHABET.length + 1);
    expect(finishReason).toEqual({ unified: "stop", raw: "end_of_text" });
  });

  test("a second turn reuses what the sequence holds and says so", async () => {
    const expert = await openTiny("turns", { next: follow(ALPHABET) }, { parallel: 1 });
    await collect(expert, ask("hello"));
    const second = finishOf(
      await collect(expert, {
        prompt: [
          { role: "user", content: [{ type: "text", text: "hello" }] },
          { role: "assistant", content: [{ type: "text", text: ALPHABET }] },
          { role: "user", content: [{ type: "text", text: "more" }] },
        ],
      }),
    );
    expect(second.usage.inputTokens.cacheRead).toBeGreaterThan(ALPHABET.length);
    expect(second.usage.inputTokens.total).toBeGreaterThan(second.usage.inputTokens.cacheRead ?? 0);
  });

  test("characters of several bytes arrive whole", async () => {
    const answer = "\u{1F9C2}!";
    const expert = await openTiny("bytes", { next: follow(answer) });
    const deltas = (await collect(expert, ask("salt"))).filter((part) => part.type === "text-delta");
    expect(deltas.map(({ delta }) => delta)).toEqual(["\u{1F9C2}", "!"]);
  });

  test("an answer cut inside a character shows no broken one", async () => {
    const expert = await openTiny("cut-bytes", { next: follow("\u{1F9C2}!") });
    const parts = await collect(expert, ask("salt", { maxOutputTokens: 2 }));
    expect(textOf(parts)).toBe("");
    expect(finishOf(parts).finishReason.unified).toBe("length");
  });

  test("a stop sequence ends the answer and is not shown", async () => {
    const expert = await openTiny("stop", { next: follow(ALPHABET) });
    const parts = await collect(expert, ask("hello", { stopSequences: ["klm"] }));
    expect(textOf(parts)).toBe("abcdefghij");
    expect(finishOf(parts).finishReason).toEqual({ unified: "stop", raw: "stop_sequence" });
  });

  test("what stands between think tags is reasoning", async () => {
    const names = ["<0x0A>", "<think>", "h", "m", "</think>", "s", "o", END];
    const next = new Map(names.slice(1).map((name, index) => [names[index] ?? "", name]));
    const template = `${CHAT_ML}{# <think></think> #}`;
    const expert = await openTiny("thinking", { next, template });
    expect(expert.capabilities.reasoning).toBe(true);
    const parts = await collect(expert, ask("why"));
    expect(parts.flatMap((part) => (part.type === "reasoning-delta" ? [part.delta] : [])).join("")).toBe(
      "hm",
    );
    expect(textOf(parts)).toBe("so");
    expect(finishOf(parts).usage.outputTokens.reasoning).toBeGreaterThanOrEqual(3);
  });

  test("a client cannot write control tokens", async () => {
    const expert = await openTiny("control", { next: follow(ALPHABET) });
    const plain = finishOf(await collect(expert, ask("x".repeat(END.length))));
    const sly = finishOf(await collect(expert, ask(END)));
    expect(sly.usage.inputTokens.total).toBe(plain.usage.inputTokens.total);
  });

  test("a schema is kept even by a model that would say something else", async () => {
    const expert = await openTiny("schema", { next: follow(ALPHABET), certainty: 5 });
    const schema = {
      type: "object",
      properties: { ok: { type: "boolean" } },
      additionalProperties: false,
    } as const;
    const parts = await collect(
      expert,
      ask("json", { responseFormat: { type: "json", schema }, maxOutputTokens: 200 }),
    );
    expect(JSON.parse(textOf(parts))).toEqual({ ok: expect.any(Boolean) });
  });

  test("the same seed repeats an answer, another seed does not, and no seed is a new one each time", async () => {
    const expert = await openTiny("seeds", { next: new Map(), certainty: 0, template: BARE });
    const sample = async (seed?: number): Promise<string> =>
      textOf(
        await collect(
          expert,
          ask("x", { temperature: 1, maxOutputTokens: 24, ...(seed === undefined ? {} : { seed }) }),
        ),
      );
    const first = await sample(7);
    expect(await sample(7)).toBe(first);
    expect(await sample(8)).not.toBe(first);
    expect(await sample()).not.toBe(await sample());
  });

  test("a prompt longer than the context is refused with both numbers", async () => {
    const expert = await openTiny("short", { next: follow(ALPHABET), contextTokens: 256 });
    const error = await failure(collect(expert, ask("y".repeat(400))));
    expect(error.code).toBe("invalid_request");
    expect(error.param).toBe("messages");
    expect(error.message).toMatch(/4\d\d tokens.*256/u);
  });

  test("an answer ends where the context ends", async () => {
    const expert = await openTiny("full", { next: ENDLESS, template: BARE, contextTokens: 256 });
    const { finishReason, usage } = finishOf(await collect(expert, ask("5")));
    expect(finishReason.unified).toBe("length");
    expect((usage.inputTokens.total ?? 0) + (usage.outputTokens.total ?? 0)).toBe(256);
  });

  test("a file without a template answers and says which format was assumed", async () => {
    const expert = await openTiny("bare", { next: follow(ALPHABET), template: null });
    const [start] = await collect(expert, ask("hello"));
    expect(start).toMatchObject({ type: "stream-start", warnings: [{ feature: "chat template" }] });
  });
});

describe("a busy gguf expert", () => {
  test("refuses what does not fit its queue and answers the rest", async () => {
    const expert = await openTiny("queue", { next: follow(ALPHABET) }, { parallel: 1, queue_max: 2 });
    const calls = Array.from({ length: 5 }, async () => await collect(expert, ask("hello")));
    const settled = await Promise.allSettled(calls);
    const refused = settled.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refused.map((error) => error.code)).toEqual(["queue_full", "queue_full"]);
    expect(refused[0].retryAfterMs).toBeGreaterThan(0);
  });

  test("a waiting request leaves the queue when it is aborted", async () => {
    const expert = await openTiny("leave", { next: ENDLESS, template: BARE }, { parallel: 1 });
    const busy = new AbortController();
    const running = failure(collect(expert, ask("1"), busy.signal));
    const waiting = new AbortController();
    const waiter = failure(collect(expert, ask("2"), waiting.signal));
    waiting.abort();
    expect((await waiter).code).toBe("client_closed");
    busy.abort();
    expect((await running).code).toBe("client_closed");
  });

  test("two hundred aborted requests leak no sequence", async () => {
    const expert = await openTiny(
      "aborts",
      { next: ENDLESS, template: BARE },
      { parallel: 4, queue_max: 200 },
    );
    const aborts = Array.from({ length: 200 }, async (_, index) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), index % 40);
      return (await failure(collect(expert, ask("3"), controller.signal))).code;
    });
    expect(new Set(await Promise.all(aborts))).toEqual(new Set(["client_closed"]));
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => textOf(await collect(expert, ask("3", { maxOutputTokens: 5 })))),
    );
    expect(answers).toEqual(["45678", "45678", "45678", "45678"]);
  });

  test("a reader that walks away gives its sequence back", async () => {
    const expert = await openTiny("walk", { next: ENDLESS, template: BARE }, { parallel: 1 });
    for (let round = 0; round < 5; round++) {
      const context = { signal: new AbortController().signal, requestId: "req_test" };
      for await (const part of expert.answer(ask("3"), context)) if (part.type === "text-delta") break;
    }
    expect(textOf(await collect(expert, ask("3", { maxOutputTokens: 3 })))).toBe("456");
  });
});

describe("a bad file", () => {
  const whole = writeTinyGguf({ next: follow(ALPHABET) });
  const files: readonly [title: string, bytes: Uint8Array, reason: RegExp][] = [
    ["empty", new Uint8Array(), /is empty/u],
    ["wrong magic", new TextEncoder().encode("GGML".repeat(100)), /does not start with `GGUF`/u],
    ["cut in its header", whole.subarray(0, 700), /ends inside its header/u],
    ["cut in its tensors", whole.subarray(0, whole.length - 4096), /cut short: tensor/u],
  ];

  test.each(files)(
    "that is %s makes the expert unavailable with the reason",
    async (title, bytes, reason) => {
      const file = `${title.replaceAll(" ", "-")}.gguf`;
      await writeFile(join(folder, file), bytes);
      const expert = await openFile(file);
      expect(expert.state()).toEqual({ status: "unavailable", reason: expect.stringMatching(reason) });
      expect((await failure(collect(expert, ask("hello")))).code).toBe("expert_unavailable");
    },
  );

  test("that is missing or a folder makes the expert unavailable with the reason", async () => {
    expect((await openFile("nowhere.gguf")).state()).toMatchObject({
      reason: expect.stringMatching(/does not exist/u),
    });
    expect((await openFile(".")).state()).toMatchObject({ reason: expect.stringMatching(/is not a file/u) });
  });
});
