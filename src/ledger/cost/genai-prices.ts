import { calcPrice, findProvider, type ModelInfo, type ModelPrice } from "@pydantic/genai-prices";
import { nanoUsd, nanoUsdOrNull, type Price, type PriceTier, type Rates } from "./price.ts";

/** The list is the one inside the pinned package: it is never fetched, so a price changes only with a release. */
export const GENAI_PRICES_VERSION = "genai-prices@0.1.8";

/** Providers that bill in another currency; the list converts theirs at a fixed rate. */
const CONVERTED: ReadonlySet<string> = new Set(["zhipuai"]);

type ModelQuery = { readonly provider: string; readonly model: string; readonly atMs: number };

/** The price in force at a moment: dates, times of day and context tiers are in the list. */
export function genaiPriceOf({ provider, model, atMs }: ModelQuery): Price | null {
  // The package also matches providers by parts of names; "my-openai-server" must not get OpenAI's prices.
  if (findProvider({ providerId: provider })?.id !== provider) return null;
  const found = calcPrice({}, model, { providerId: provider, timestamp: new Date(atMs) });
  if (!found) return null;
  const listed = found.model_price;
  const rates = ratesAt(listed, 0);
  if (rates.input === null && rates.output === null) return null;
  return {
    rates,
    tiers: tiersOf(listed),
    callNanoUsd: perThousand(listed, "requests_kcount") ?? 0,
    webSearchNanoUsd: perThousand(listed, "web_searches_kcount"),
    version: GENAI_PRICES_VERSION,
    date: startDate(found.model, listed, atMs),
    estimated: CONVERTED.has(provider),
  };
}

function ratesAt(listed: ModelPrice, inputTokens: number): Rates {
  const rate = (key: string) => nanoUsdOrNull(usdAt(listed[key], inputTokens));
  return {
    input: rate("input_mtok"),
    inputCacheRead: rate("cache_read_mtok"),
    inputCacheWrite5m: rate("cache_write_mtok"),
    inputCacheWrite1h: rate("cache_write_1h_mtok"),
    inputAudio: rate("input_audio_mtok"),
    inputImage: rate("input_image_mtok"),
    output: rate("output_mtok"),
    outputReasoning: rate("output_reasoning_mtok"),
    outputAudio: rate("output_audio_mtok"),
  };
}

function usdAt(value: ModelPrice[string], inputTokens: number): number | null {
  if (value === undefined) return null;
  if (typeof value === "number") return value;
  return value.tiers.findLast((tier) => inputTokens > tier.start)?.price ?? value.base;
}

/** The list gives each kind of token its own tiers; ours are one set of rates per threshold. */
function tiersOf(listed: ModelPrice): readonly PriceTier[] {
  const starts = new Set(
    Object.values(listed).flatMap((value) =>
      typeof value === "object" ? value.tiers.map(({ start }) => start) : [],
    ),
  );
  return [...starts]
    .toSorted((left, right) => left - right)
    .map((start) => ({ aboveInputTokens: start, rates: ratesAt(listed, start + 1) }));
}

function perThousand(listed: ModelPrice, key: string): number | null {
  const usd = usdAt(listed[key], 0);
  return usd === null ? null : Math.round(nanoUsd(usd) / 1_000);
}

/** The newest start date at or before the entry that applies; entries for times of day have none of their own. */
function startDate(model: ModelInfo, listed: ModelPrice, atMs: number): string | null {
  if (!Array.isArray(model.prices)) return null;
  const applied = model.prices.findIndex(({ prices }) => prices === listed);
  const dates = model.prices
    .slice(0, applied + 1)
    .flatMap(({ constraint }) => (constraint?.type === "start_date" ? [constraint.start_date] : []));
  return dates.findLast((date) => Date.parse(date) <= atMs) ?? null;
}
