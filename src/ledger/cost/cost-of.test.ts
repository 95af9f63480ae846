import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type UsageTotals, usageFromTotals } from "../../core/usage.ts";
import { costOf } from "./cost-of.ts";
import { genaiPriceOf } from "./genai-prices.ts";
import { NANO_USD, type Price, type Rates, UNKNOWN_RATES } from "./price.ts";

const AUGUST = "2026-08-20T12:00:00Z";

function bill(expert: { provider: string; model: string; at?: string }, totals: UsageTotals): number | null {
  const price = genaiPriceOf({ ...expert, atMs: Date.parse(expert.at ?? AUGUST) });
  return costOf(usageFromTotals(totals), price)?.nanoUsd ?? null;
}

function priceWith(rates: Partial<Rates>, changes: Partial<Price> = {}): Price {
  return {
    rates: { ...UNKNOWN_RATES, ...rates },
    tiers: [],
    callNanoUsd: 0,
    webSearchNanoUsd: null,
    version: "test",
    date: null,
    estimated: false,
    ...changes,
  };
}

describe("bills computed by hand", () => {
  test("OpenAI with cached tokens: 600 × $2.50 + 400 × $1.25 + 200 × $10, per million", () => {
    const cost = bill(
      { provider: "openai", model: "gpt-4o" },
      { inputTotal: 1_000, inputCacheRead: 400, outputTotal: 200 },
    );
    expect(cost).toBe(1_500_000 + 500_000 + 2_000_000);
  });

  test("Anthropic with cache reads and writes for five minutes and an hour", () => {
    const cost = bill(
      { provider: "anthropic", model: "claude-sonnet-4-5" },
      {
        inputTotal: 13_500,
        inputCacheRead: 10_000,
        inputCacheWrite5m: 2_000,
        inputCacheWrite1h: 1_000,
        outputTotal: 300,
      },
    );
    // 500 × $3 + 10,000 × $0.30 + 2,000 × $3.75 + 1,000 × $6 + 300 × $15
    expect(cost).toBe(1_500_000 + 3_000_000 + 7_500_000 + 6_000_000 + 4_500_000);
  });

  test("DeepSeek with cache hits: the price before and after 17 August 2026, and twice as much at peak hours", () => {
    const usage = { inputTotal: 10_000, inputCacheRead: 8_000, outputTotal: 1_000, outputReasoning: 600 };
    const at = (moment: string) =>
      bill({ provider: "deepseek", model: "deepseek-v4-flash", at: moment }, usage);
    expect(at("2026-08-01T12:00:00Z")).toBe(2_000 * 140 + 8_000 * 2.8 + 1_000 * 280);
    expect(at("2026-08-20T12:00:00Z")).toBe(2_000 * 220 + 8_000 * 7 + 1_000 * 660);
    expect(at("2026-08-20T02:00:00Z")).toBe(2_000 * 440 + 8_000 * 14 + 1_000 * 1_320);
  });

  test("Gemini 2.5 Pro: one token over 200,000 puts the whole request on the higher tier", () => {
    const gemini = { provider: "google", model: "gemini-2.5-pro" };
    const at = (inputTotal: number) => bill(gemini, { inputTotal, outputTotal: 1_000 });
    expect(at(200_000)).toBe(200_000 * 1_250 + 1_000 * 10_000);
    expect(at(200_001)).toBe(200_001 * 2_500 + 1_000 * 15_000);
  });

  test("a web search is billed per search", () => {
    const price = genaiPriceOf({ provider: "openai", model: "gpt-5", atMs: Date.parse(AUGUST) });
    const usage = usageFromTotals({ inputTotal: 0, outputTotal: 0 }, { webSearches: 3 });
    expect(costOf(usage, price)?.nanoUsd).toBe(3 * (NANO_USD / 100));
  });
});

describe("what is unknown stays unknown, what is approximate says so", () => {
  const rates = { input: 3 * NANO_USD, output: 15 * NANO_USD };

  test("no price, no cost", () => {
    expect(costOf(usageFromTotals({ inputTotal: 1, outputTotal: 1 }), null)).toBeNull();
  });

  test("output of a model without an output price, or a search without a price, has no cost", () => {
    const usage = usageFromTotals({ inputTotal: 10, outputTotal: 1 });
    expect(costOf(usage, priceWith({ input: NANO_USD }))).toBeNull();
    const searched = usageFromTotals({ inputTotal: 10, outputTotal: 1 }, { webSearches: 1 });
    expect(costOf(searched, priceWith(rates))).toBeNull();
  });

  test("cached tokens without a price of their own are billed as input, as an estimate", () => {
    const usage = usageFromTotals({ inputTotal: 10, inputCacheRead: 10, outputTotal: 0 });
    expect(costOf(usage, priceWith(rates))).toMatchObject({ nanoUsd: 30_000, estimated: true });
  });

  test("an hour's cache writes without a price are billed as five minutes' writes", () => {
    const usage = usageFromTotals({ inputTotal: 10, inputCacheWrite1h: 10, outputTotal: 0 });
    const price = priceWith({ ...rates, inputCacheWrite5m: 4 * NANO_USD });
    expect(costOf(usage, price)).toMatchObject({ nanoUsd: 40_000, estimated: true });
  });

  test("our own count and a service tier with other prices are estimates, the standard tier is not", () => {
    const price = priceWith(rates);
    const estimated = (note: Parameters<typeof usageFromTotals>[1]) =>
      costOf(usageFromTotals({ inputTotal: 10, outputTotal: 1 }, note), price)?.estimated;
    expect(estimated({ source: "counted" })).toBe(true);
    expect(estimated({ serviceTier: "flex" })).toBe(true);
    expect(estimated({ serviceTier: "default" })).toBe(false);
    expect(estimated({})).toBe(false);
  });

  test("half a nano-dollar is rounded up, once for the whole bill", () => {
    const price = priceWith({ input: 500_000, output: 500_000 });
    expect(costOf(usageFromTotals({ inputTotal: 1, outputTotal: 0 }), price)?.nanoUsd).toBe(1);
    expect(costOf(usageFromTotals({ inputTotal: 1, outputTotal: 1 }), price)?.nanoUsd).toBe(1);
  });
});

describe("for every usage and price", () => {
  const tokens = fc.integer({ min: 0, max: 10_000_000 });
  const totals = fc.record({
    inputTotal: tokens,
    inputCacheRead: tokens,
    inputCacheWrite5m: tokens,
    inputCacheWrite1h: tokens,
    inputAudio: tokens,
    inputImage: tokens,
    outputTotal: tokens,
    outputReasoning: tokens,
    outputAudio: tokens,
  });
  const rate = fc.integer({ min: 0, max: 1_000 * NANO_USD });
  const price = fc
    .record({
      input: rate,
      output: rate,
      inputCacheRead: fc.option(rate),
      inputCacheWrite5m: fc.option(rate),
      inputCacheWrite1h: fc.option(rate),
      outputReasoning: fc.option(rate),
    })
    .map((rates) => priceWith(rates));

  test("the cost is a whole number and never negative", () => {
    fc.assert(
      fc.property(totals, price, (used, listed) => {
        const nanoUsd = costOf(usageFromTotals(used), listed)?.nanoUsd ?? -1;
        expect(nanoUsd).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(nanoUsd)).toBe(true);
      }),
    );
  });

  test("two usages together cost what they cost apart, within the rounding of one nano-dollar", () => {
    fc.assert(
      fc.property(totals, totals, price, (first, second, listed) => {
        const [one, two] = [usageFromTotals(first), usageFromTotals(second)];
        const both = usageFromTotals({
          inputTotal: one.inputTotal + two.inputTotal,
          inputCacheRead: one.inputCacheRead + two.inputCacheRead,
          inputCacheWrite5m: one.inputCacheWrite5m + two.inputCacheWrite5m,
          inputCacheWrite1h: one.inputCacheWrite1h + two.inputCacheWrite1h,
          inputAudio: one.inputAudio + two.inputAudio,
          inputImage: one.inputImage + two.inputImage,
          outputTotal: one.outputTotal + two.outputTotal,
          outputReasoning: one.outputReasoning + two.outputReasoning,
          outputAudio: one.outputAudio + two.outputAudio,
        });
        const nanoUsd = (usage: typeof one) => costOf(usage, listed)?.nanoUsd ?? Number.NaN;
        expect(Math.abs(nanoUsd(both) - nanoUsd(one) - nanoUsd(two))).toBeLessThanOrEqual(1);
      }),
    );
  });
});
