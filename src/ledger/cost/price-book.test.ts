import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { usageFromTotals } from "../../core/usage.ts";
import { GENAI_PRICES_VERSION } from "./genai-prices.ts";
import { OVERLAY } from "./overlay.ts";
import { createPriceBook } from "./price-book.ts";
import { NANO_USD } from "./price.ts";

const atMs = Date.parse("2026-08-20T12:00:00Z");
const gpt = { provider: "openai", model: "gpt-4o", atMs };

test("the version recorded with a cost is that of the installed price list", () => {
  const path = new URL("../../../node_modules/@pydantic/genai-prices/package.json", import.meta.url);
  const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
  expect(manifest).toMatchObject({ version: GENAI_PRICES_VERSION.replace("genai-prices@", "") });
});

describe("a user's own price", () => {
  const userPrices = {
    "gpt-4o": { input: 3, output: 3 },
    "openai/gpt-4o": { input: 2, output: 2, date: "2026-01-31" },
    contract: { input: 1, output: 1, cache_read: 0.5, cache_write: 1.25 },
    flat: { usd_per_call: 0.25 },
  };
  const book = createPriceBook({ userPrices });

  test("wins over the list: by expert, then provider and model, then model", () => {
    expect(book.priceOf({ ...gpt, expert: "contract" })?.rates.input).toBe(NANO_USD);
    expect(book.priceOf({ ...gpt, expert: "other" })).toMatchObject({
      rates: { input: 2 * NANO_USD },
      version: "config",
      date: "2026-01-31",
      estimated: false,
    });
    expect(book.priceOf({ ...gpt, provider: "azure" })?.rates.input).toBe(3 * NANO_USD);
  });

  test("prices a model on one's own machine, which has no other price", () => {
    const local = { provider: "local", model: "toque-starter", atMs };
    expect(book.priceOf(local)).toBeNull();
    expect(book.priceOf({ ...local, expert: "contract" })?.version).toBe("config");
  });

  test("may be per call", () => {
    const usage = usageFromTotals({ inputTotal: 5_000, inputCacheRead: 4_000, outputTotal: 100 });
    expect(book.costOf({ ...gpt, expert: "flat" }, usage)).toMatchObject({
      nanoUsd: NANO_USD / 4,
      estimated: false,
    });
  });
});

describe("the lists", () => {
  const book = createPriceBook();

  test("a price is found again after a minute and follows the clock", () => {
    const deepseek = { provider: "deepseek", model: "deepseek-v4-flash" };
    const inputAt = (at: string) => book.priceOf({ ...deepseek, atMs: Date.parse(at) })?.rates.input;
    expect(inputAt("2026-08-20T00:59:59Z")).toBe(0.22 * NANO_USD);
    expect(inputAt("2026-08-20T01:00:00Z")).toBe(0.44 * NANO_USD);
    expect(inputAt("2026-08-20T00:59:59Z")).toBe(0.22 * NANO_USD);
  });

  test("the day a price took effect is kept, where the list has it", () => {
    const deepseek = { provider: "deepseek", model: "deepseek-v4-flash" };
    const dateAt = (at: string) => book.priceOf({ ...deepseek, atMs: Date.parse(at) })?.date;
    expect(dateAt("2026-08-01T12:00:00Z")).toBeNull();
    expect(dateAt("2026-08-20T12:00:00Z")).toBe("2026-08-17");
    expect(dateAt("2026-08-20T02:00:00Z")).toBe("2026-08-17");
  });

  test("a price converted from another currency is an estimate", () => {
    const glm = { provider: "zhipuai", model: "glm-5.3", atMs };
    expect(book.priceOf(glm)?.estimated).toBe(true);
  });

  test.each([
    ["an unknown model", "openai", "gpt-none"],
    ["an unknown provider", "nobody", "gpt-4o"],
    ["a provider whose name only contains a vendor's", "my-openai-server", "gpt-4o"],
    ["a model on this machine", "local", "gpt-4o"],
    ["a self-hosted server", "vllm", "qwen3-max"],
  ])("%s has no price", (_, provider, model) => {
    expect(book.priceOf({ provider, model, atMs })).toBeNull();
  });

  test("the overlay fills in what the list lacks, with its tiers, as an estimate", () => {
    const qwen = { provider: "alibaba", model: "qwen3-max", atMs };
    const cost = (inputTotal: number) =>
      book.costOf(qwen, usageFromTotals({ inputTotal, outputTotal: 1_000 }));
    expect(cost(32_000)).toMatchObject({ nanoUsd: 32_000 * 1_200 + 1_000 * 6_000, estimated: true });
    expect(cost(32_001)?.nanoUsd).toBe(32_001 * 2_400 + 1_000 * 12_000);
    expect(cost(200_000)?.nanoUsd).toBe(200_000 * 3_000 + 1_000 * 15_000);
    expect(book.priceOf({ provider: "tencent", model: "hy4-preview", atMs })).toMatchObject({
      rates: { inputCacheRead: 42_000_000 },
      version: "overlay@2026-11",
      date: "2026-08-28",
    });
  });

  test("the overlay has nothing that the list knows, and says where each price is from", () => {
    const listOnly = createPriceBook({ overlay: [] });
    for (const { provider, model, source, checked } of OVERLAY) {
      expect(listOnly.priceOf({ provider, model, atMs })).toBeNull();
      expect(source).not.toBe("");
      expect(checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  test("a client that names thousands of models does not grow the memory of prices", () => {
    for (let index = 0; index < 3_000; index++) {
      expect(book.priceOf({ provider: "openai", model: `none-${index}`, atMs })).toBeNull();
    }
    expect(book.priceOf(gpt)?.rates.input).toBe(2.5 * NANO_USD);
  });
});
