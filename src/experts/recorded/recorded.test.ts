import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { expertConformance } from "../conformance.ts";
import type { CallOptions, Expert, StreamPart } from "../expert.ts";
import { textOf } from "../stream-faults.ts";
import { testTools } from "../test-tools.ts";
import { recorded } from "./recorded.ts";
import { messagesSha256 } from "./recording.ts";

const ROWS = [
  { id: "a", sample: 1, prompt: "2+2?", output: "four 🧂", input_tokens: 7, output_tokens: 3, model: "m" },
  {
    id: "a",
    sample: 0,
    prompt: "2+2?",
    output: "It is 4.",
    input_tokens: 7,
    output_tokens: 5,
    latency_s: 0.2,
    model: "m",
  },
  { id: "b", problem: "long", output: "one two three four five", model: "m", cost_usd: 0.01 },
  { id: "c", prompt: "2+2?", output: "22", model: "other" },
];

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "toque-recorded-"));
  await writeFile(join(folder, "rows.jsonl"), ROWS.map((row) => `${JSON.stringify(row)}\n`).join("\n"));
  await writeFile(join(folder, "rows.jsonl.gz"), gzipSync(ROWS.map((row) => JSON.stringify(row)).join("\n")));
  const packed = gzipSync(JSON.stringify(ROWS[0]));
  await writeFile(join(folder, "cut.jsonl.gz"), packed.subarray(0, packed.length - 12));
  await writeFile(join(folder, "bad.jsonl"), `${JSON.stringify(ROWS[0])}\n{"id": "x"}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

function open(options: object): Expert {
  return recorded.open(
    "tape",
    recorded.options.parse({ file: "rows.jsonl", ...options }),
    testTools({}, folder),
  );
}

function ask(text: string, more: Partial<CallOptions> = {}): CallOptions {
  return { prompt: [{ role: "user", content: [{ type: "text", text }] }], ...more };
}

function answer(expert: Expert, call: CallOptions): Promise<StreamPart[]> {
  return Array.fromAsync(expert.answer(call, { signal: new AbortController().signal, requestId: "req_1" }));
}

expertConformance("recorded", async () => {
  const expert = open({ model: "m", speed: "recorded" });
  await vi.waitUntil(() => expert.state().status === "ready");
  return { expert, prompt: "2+2?", close: () => Promise.resolve() };
});

describe("recorded", () => {
  test("gives the samples of a prompt in turn, with their recorded tokens", async () => {
    const expert = open({ file: "rows.jsonl.gz", model: "m" });
    const texts: string[] = [];
    for (let count = 0; count < 3; count++) texts.push(textOf(await answer(expert, ask("2+2?"))));
    expect(texts).toEqual(["It is 4.", "four 🧂", "It is 4."]);
    const finish = (await answer(expert, ask("2+2?"))).at(-1);
    expect(finish?.type === "finish" && finish.usage.outputTokens.total).toBe(3);
  });

  test("finds a row by its id, its sample, its problem and the hash of its messages", async () => {
    const expert = open({ model: "m" });
    const byId = await answer(
      expert,
      ask("anything", { providerOptions: { recorded: { id: "a", sample: 1 } } }),
    );
    expect(textOf(byId)).toBe("four 🧂");
    expect(textOf(await answer(expert, ask("long")))).toBe("one two three four five");
    await writeFile(join(folder, "numbered.jsonl"), JSON.stringify({ id: 7, output: "seven" }));
    const numbered = ask("x", { providerOptions: { recorded: { id: "7" } } });
    expect(textOf(await answer(open({ file: "numbered.jsonl" }), numbered))).toBe("seven");
    const hashed = { messages_sha256: messagesSha256(ask("hidden").prompt), output: "found" };
    await writeFile(join(folder, "hashed.jsonl"), JSON.stringify(hashed));
    expect(textOf(await answer(open({ file: "hashed.jsonl" }), ask("hidden")))).toBe("found");
  });

  test("tells the recorded time and cost, and takes that time only when asked to", async () => {
    const finish = (await answer(open({ model: "m" }), ask("long"))).at(-1);
    expect(finish?.type === "finish" && finish.providerMetadata).toEqual({
      recorded: { id: "b", sample: 0, cost_usd: 0.01 },
    });
    const startedAt = performance.now();
    await answer(open({ model: "m", speed: "recorded" }), ask("2+2?"));
    expect(performance.now() - startedAt).toBeGreaterThan(150);
  });

  test("a usage that was not recorded is unknown, not zero", async () => {
    const finish = (await answer(open({ model: "m" }), ask("long"))).at(-1);
    expect(finish?.type === "finish" && finish.usage.outputTokens.total).toBeUndefined();
  });

  test("a prompt that was not recorded is refused like an unknown model", async () => {
    await expect(answer(open({ model: "m" }), ask("2+3?"))).rejects.toMatchObject({
      code: "expert_refused",
      status: 404,
      elsewhere: true,
    });
  });

  test.each([
    ["bad.jsonl", {}, /bad\.jsonl: line 2: .*output/u],
    ["missing.jsonl", {}, /ENOENT/u],
    ["cut.jsonl.gz", {}, /unexpected end of file/u],
    ["rows.jsonl", {}, /several models, set model to one of: m, other/u],
    ["rows.jsonl", { model: "x" }, /no rows of x, but of: m, other/u],
  ])("%s with %j is unavailable and says why", async (file, options, reason) => {
    const expert = open({ file, ...options });
    await expect(answer(expert, ask("2+2?"))).rejects.toMatchObject({ code: "expert_unavailable" });
    expect(expert.state()).toMatchObject({ status: "unavailable", reason: expect.stringMatching(reason) });
  });
});
