import { expect, test } from "vitest";
import { isPresetName, presetOf, PRESETS } from "../experts/openai-compatible/presets.ts";
import { createPriceBook } from "../ledger/cost/price-book.ts";
import { KEY_NAMES, offeredByVendors } from "./vendors.ts";
import { readEnvironment } from "./environment.ts";

const atMs = Date.parse("2026-11-23T12:00:00Z");

/** Offered although no list that we may use has a price; `prices` in the config gives one. */
const KNOWN_GAPS: Readonly<Record<string, string>> = {
  "alibaba/qwen-plus": "in neither list",
  "tencent/hy3": "in neither list",
  "together/openai/gpt-oss-120b": "in neither list",
  "anthropic/claude-haiku-5-5": "in neither list",
};

test("every paid model that is offered has a price, or is a known gap; no gap is closed unnoticed", () => {
  const book = createPriceBook();
  const offered = offeredByVendors(readEnvironment(Object.fromEntries(KEY_NAMES.map((name) => [name, "x"]))));
  const unpriced = Object.keys(offered.experts).filter((name) => {
    const prefix = name.slice(0, name.indexOf("/"));
    const model = name.slice(prefix.length + 1);
    const providers = isPresetName(prefix)
      ? presetOf(prefix).sites.map(({ provider }) => provider)
      : [prefix];
    return providers.some((provider) => book.priceOf({ provider, model, atMs }) === null);
  });
  expect(Object.keys(PRESETS).length).toBeGreaterThan(5);
  expect(unpriced.toSorted()).toEqual(Object.keys(KNOWN_GAPS).toSorted());
});
