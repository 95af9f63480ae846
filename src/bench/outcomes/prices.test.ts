import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { callCost } from "./call-cost.ts";
import { readPrices } from "./prices.ts";

const folder = mkdtempSync(join(tmpdir(), "toque-prices-"));
const path = join(folder, "prices.json");
afterAll(() => rmSync(folder, { recursive: true }));

function prices(content: string) {
  writeFileSync(path, content);
  return readPrices(path);
}

describe("prices", () => {
  it("are per million tokens or per call, other fields are ignored", async () => {
    const content = {
      a: { input_per_mtok: 1, output_per_mtok: 0, source: "list" },
      b: { usd_per_call: 0.01 },
    };
    expect(await prices(JSON.stringify(content))).toEqual({
      a: { inputPerMtok: 1, outputPerMtok: 0, usdPerCall: null },
      b: { inputPerMtok: null, outputPerMtok: null, usdPerCall: 0.01 },
    });
  });
  it.each([
    ["half a price", '{"a": {"input_per_mtok": 1}}', /a: needs input_per_mtok and output_per_mtok/u],
    ["no price", '{"a": {}}', /a: needs/u],
    ["a negative price", '{"a": {"usd_per_call": -1}}', /a\.usd_per_call/u],
    ["a price as text", '{"a": {"usd_per_call": "1"}}', /a\.usd_per_call/u],
    ["a list", "[]", /prices/u],
    ["no JSON", "{", /Cannot read prices/u],
  ])("%s is refused with the place", async (_, content, says) => {
    await expect(prices(content)).rejects.toMatchObject({
      code: "invalid_prices",
      message: expect.stringMatching(says),
    });
  });
  it("that are not there are named", async () => {
    await expect(readPrices("/nowhere.json")).rejects.toThrow("/nowhere.json");
  });
});

describe("the cost of a call", () => {
  const unknown = {
    score: 1,
    answer: "A",
    costUsd: NaN,
    inputTokens: NaN,
    outputTokens: NaN,
    outputChars: NaN,
    latencyMs: NaN,
  };
  const perToken = { inputPerMtok: 1, outputPerMtok: 10, usdPerCall: null };
  const perCall = { inputPerMtok: null, outputPerMtok: null, usdPerCall: 0.5 };

  it("is what was recorded, even when that is nothing", () => {
    expect(callCost({ ...unknown, costUsd: 0, inputTokens: 5, outputTokens: 5 }, 380, perToken)).toEqual({
      usd: 0,
      source: "recorded",
    });
  });
  it("is recorded tokens at list price before a price per call", () => {
    const outcome = { ...unknown, inputTokens: 1_000, outputTokens: 100, outputChars: 9 };
    expect(callCost(outcome, 380, { ...perToken, usdPerCall: 1 })).toEqual({ usd: 0.002, source: "tokens" });
    expect(callCost(outcome, 380, perCall)).toEqual({ usd: 0.5, source: "per-call" });
  });
  it("is estimated from characters, 3.8 and 3.5 to a token, for what was not counted", () => {
    const cost = callCost({ ...unknown, outputChars: 3_500 }, 3_800, perToken);
    expect(cost).toEqual({ usd: expect.closeTo(0.011, 12), source: "characters" });
    const half = callCost({ ...unknown, inputTokens: 2_000, outputChars: 3_500 }, 3_800, perToken);
    expect(half).toEqual({ usd: expect.closeTo(0.012, 12), source: "characters" });
  });
  it("is unknown, and not nothing, without a price or without the output's length", () => {
    expect(callCost({ ...unknown, outputChars: 10 }, 380, undefined)).toBeNull();
    expect(callCost(unknown, 380, perToken)).toBeNull();
    expect(callCost({ ...unknown, inputTokens: 10 }, 380, perToken)).toBeNull();
  });
});
