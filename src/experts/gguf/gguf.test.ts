import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expertConformance } from "../conformance.ts";
import type { CallOptions } from "../expert.ts";
import { textOf } from "../stream-faults.ts";
import {
  ALPHABET,
  ask,
  BARE,
  collect,
  ENDLESS,
  failure,
  finishOf,
  tinyFolder,
  type TinyFolder,
} from "./gguf-testing.ts";
import { CHAT_ML, END, follow } from "./tiny-gguf.ts";

let folder: TinyFolder;

beforeAll(async () => {
  folder = await tinyFolder();
});

afterAll(async () => await folder.close());

expertConformance("gguf", async () => ({
  expert: await folder.openTiny("conformance", { next: follow(ALPHABET) }),
  close: async () => {},
}));

describe("a gguf expert", () => {
  test("answers what the file's template and weights say, and counts every token", async () => {
    const expert = await folder.openTiny("alphabet", { next: follow(ALPHABET) });
    const parts = await collect(expert, ask("hello"));
    expect(textOf(parts)).toBe(ALPHABET);
    const { usage, finishReason } = finishOf(parts);
    const plain = "user\nhello\nassistant\n";
    expect(usage.inputTokens.total).toBe(plain.length + 3);
    expect(usage.outputTokens.total).toBe(ALPHABET.length + 1);
    expect(finishReason).toEqual({ unified: "stop", raw: "end_of_text" });
  });

  test("a second turn reuses what the sequence holds and says so", async () => {
    const expert = await folder.openTiny("turns", { next: follow(ALPHABET) }, { parallel: 1 });
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
    const expert = await folder.openTiny("bytes", { next: follow(answer) });
    const deltas = (await collect(expert, ask("salt"))).filter((part) => part.type === "text-delta");
    expect(deltas.map(({ delta }) => delta)).toEqual(["\u{1F9C2}", "!"]);
  });

  test("an answer cut inside a character shows no broken one", async () => {
    const expert = await folder.openTiny("cut-bytes", { next: follow("\u{1F9C2}!") });
    const parts = await collect(expert, ask("salt", { maxOutputTokens: 2 }));
    expect(textOf(parts)).toBe("");
    expect(finishOf(parts).finishReason.unified).toBe("length");
  });

  test("a stop sequence ends the answer and is not shown", async () => {
    const expert = await folder.openTiny("stop", { next: follow(ALPHABET) });
    const parts = await collect(expert, ask("hello", { stopSequences: ["klm"] }));
    expect(textOf(parts)).toBe("abcdefghij");
    expect(finishOf(parts).finishReason).toEqual({ unified: "stop", raw: "stop_sequence" });
  });

  test("what stands between think tags is reasoning", async () => {
    const names = ["<0x0A>", "<think>", "h", "m", "</think>", "s", "o", END];
    const next = new Map(names.slice(1).map((name, index) => [names[index] ?? "", name]));
    const template = `${CHAT_ML}{# <think></think> #}`;
    const expert = await folder.openTiny("thinking", { next, template });
    expect(expert.capabilities.reasoning).toBe(true);
    const parts = await collect(expert, ask("why"));
    expect(parts.flatMap((part) => (part.type === "reasoning-delta" ? [part.delta] : [])).join("")).toBe(
      "hm",
    );
    expect(textOf(parts)).toBe("so");
    expect(finishOf(parts).usage.outputTokens.reasoning).toBeGreaterThanOrEqual(3);
  });
});

describe("a gguf expert's request", () => {
  test("a client cannot write control tokens", async () => {
    const expert = await folder.openTiny("control", { next: follow(ALPHABET) });
    const plain = finishOf(await collect(expert, ask("x".repeat(END.length))));
    const sly = finishOf(await collect(expert, ask(END)));
    expect(sly.usage.inputTokens.total).toBe(plain.usage.inputTokens.total);
  });

  test("a schema is kept even by a model that would say something else", async () => {
    const expert = await folder.openTiny("schema", { next: follow(ALPHABET), certainty: 5 });
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
    const expert = await folder.openTiny("seeds", { next: new Map(), certainty: 0, template: BARE });
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

  test("an answer ends where the context ends", async () => {
    const expert = await folder.openTiny("full", { next: ENDLESS, template: BARE, contextTokens: 256 });
    const { finishReason, usage } = finishOf(await collect(expert, ask("5")));
    expect(finishReason.unified).toBe("length");
    expect((usage.inputTokens.total ?? 0) + (usage.outputTokens.total ?? 0)).toBe(256);
  });

  test("a file without a template answers and says which format was assumed", async () => {
    const expert = await folder.openTiny("bare", { next: follow(ALPHABET), template: null });
    const [start] = await collect(expert, ask("hello"));
    expect(start).toMatchObject({ type: "stream-start", warnings: [{ feature: "chat template" }] });
  });
});

describe("a gguf expert refuses", () => {
  test("a schema too large for a grammar is refused at once", async () => {
    const expert = await folder.openTiny("large-schema", { next: follow(ALPHABET) });
    const values = Array.from({ length: 60_000 }, (_, index) => `value ${index}`);
    const startedAt = performance.now();
    const responseFormat = { type: "json", schema: { type: "string", enum: values } } as const;
    const error = await failure(collect(expert, ask("json", { responseFormat })));
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(error).toMatchObject({ code: "invalid_request", param: "response_format", elsewhere: true });
  });

  test("a prompt longer than the context is refused with both numbers", async () => {
    const expert = await folder.openTiny("short", { next: follow(ALPHABET), contextTokens: 256 });
    const error = await failure(collect(expert, ask("y".repeat(400))));
    expect(error.code).toBe("invalid_request");
    expect(error.param).toBe("messages");
    expect(error.message).toMatch(/4\d\d tokens.*256/u);
    expect(error.elsewhere).toBe(true);
  });

  test("a prompt that cannot fit is refused before it is tokenized", async () => {
    const expert = await folder.openTiny("book", { next: follow(ALPHABET), contextTokens: 256 });
    const startedAt = performance.now();
    const error = await failure(collect(expert, ask("y ".repeat(4_000_000))));
    expect(performance.now() - startedAt).toBeLessThan(100);
    expect(error).toMatchObject({ code: "invalid_request", param: "messages", elsewhere: true });
    expect(error.message).toContain("8000000 characters");
  });

  test("tools are refused rather than left out", async () => {
    const expert = await folder.openTiny("tools", { next: follow(ALPHABET) });
    const tools: CallOptions["tools"] = [{ type: "function", name: "f", inputSchema: { type: "object" } }];
    const error = await failure(collect(expert, ask("hello", { tools })));
    expect(error).toMatchObject({ code: "invalid_request", param: "tools", elsewhere: true });
    const none = await collect(expert, ask("hello", { tools, toolChoice: { type: "none" } }));
    expect(textOf(none)).toBe(ALPHABET);
  });
});
