import type { Cost } from "../../core/request-record.ts";
import type { Usage } from "../../core/usage.ts";
import type { Price, Rates } from "./price.ts";

const MILLION = 1_000_000n;

/** Tiers that cost what the list says. Any other (`flex`, `priority`, `batch`) is billed at another rate. */
const STANDARD_TIERS: ReadonlySet<string> = new Set(["default", "standard", "auto", "on_demand"]);

/**
 * What a usage costs, exact to the nano-dollar: one sum in integers, rounded half up once. `null` when the
 * price does not cover something that was used; never a guess of zero.
 */
export function costOf(usage: Usage, price: Price | null): Cost | null {
  if (price === null) return null;
  const rates = ratesFor(usage, price);
  const { input, inputCacheWrite5m: write5m, output } = rates;
  const parts: readonly Part[] = [
    { tokens: usage.inputUncached, rate: input },
    { tokens: usage.inputCacheRead, rate: rates.inputCacheRead, instead: input },
    { tokens: usage.inputCacheWrite5m, rate: write5m, instead: input },
    { tokens: usage.inputCacheWrite1h, rate: rates.inputCacheWrite1h, instead: write5m ?? input },
    { tokens: usage.inputAudio, rate: rates.inputAudio, instead: input },
    // Images are billed as input tokens, reasoning as output tokens, unless a list says otherwise.
    { tokens: usage.inputImage, rate: rates.inputImage ?? input },
    { tokens: usage.outputVisible, rate: output },
    { tokens: usage.outputReasoning, rate: rates.outputReasoning ?? output },
    { tokens: usage.outputAudio, rate: rates.outputAudio, instead: output },
  ];
  const sum = sumParts(parts);
  const searches = searchesOf(usage, price);
  if (sum === null || searches === null) return null;
  return {
    nanoUsd: price.callNanoUsd + searches + sum.nanoUsd,
    priceVersion: price.version,
    priceDate: price.date,
    estimated: price.estimated || sum.estimated || usage.source === "counted" || !isStandardTier(usage),
  };
}

/** `instead`: the rate of the nearest known kind of token, used when the list has none for this kind. */
type Part = { readonly tokens: number; readonly rate: number | null; readonly instead?: number | null };

function sumParts(parts: readonly Part[]): { nanoUsd: number; estimated: boolean } | null {
  let total = 0n;
  let estimated = false;
  for (const { tokens, rate, instead = null } of parts) {
    if (tokens === 0) continue;
    const applied = rate ?? instead;
    if (applied === null) return null;
    if (rate === null) estimated = true;
    total += BigInt(tokens) * BigInt(applied);
  }
  return { nanoUsd: Number((total + MILLION / 2n) / MILLION), estimated };
}

function ratesFor(usage: Usage, price: Price): Rates {
  return price.tiers.findLast((tier) => usage.inputTotal > tier.aboveInputTokens)?.rates ?? price.rates;
}

function searchesOf(usage: Usage, price: Price): number | null {
  if (usage.webSearches === null || usage.webSearches === 0) return 0;
  return price.webSearchNanoUsd === null ? null : usage.webSearches * price.webSearchNanoUsd;
}

function isStandardTier({ serviceTier }: Usage): boolean {
  return serviceTier === null || STANDARD_TIERS.has(serviceTier);
}
