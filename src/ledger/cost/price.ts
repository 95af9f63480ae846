/** Nano-dollars per million tokens, so that every list price is an integer. `null`: the list does not say. */
export type Rates = {
  readonly input: number | null;
  readonly inputCacheRead: number | null;
  readonly inputCacheWrite5m: number | null;
  readonly inputCacheWrite1h: number | null;
  readonly inputAudio: number | null;
  readonly inputImage: number | null;
  readonly output: number | null;
  readonly outputReasoning: number | null;
  readonly outputAudio: number | null;
};

/** A request with more input tokens than this is billed at these rates as a whole. */
export type PriceTier = { readonly aboveInputTokens: number; readonly rates: Rates };

/** What one expert's tokens cost at one moment. */
export type Price = {
  readonly rates: Rates;
  /** Ascending by `aboveInputTokens`. */
  readonly tiers: readonly PriceTier[];
  readonly callNanoUsd: number;
  readonly webSearchNanoUsd: number | null;
  /** Source and its version: `genai-prices@0.1.8`, `overlay@2026-11`, `config`. */
  readonly version: string;
  /** The day it took effect or was last checked, `null` when the source does not say. */
  readonly date: string | null;
  /** True when the source itself is second-hand. */
  readonly estimated: boolean;
};

export const NANO_USD = 1_000_000_000;

export const UNKNOWN_RATES: Rates = {
  input: null,
  inputCacheRead: null,
  inputCacheWrite5m: null,
  inputCacheWrite1h: null,
  inputAudio: null,
  inputImage: null,
  output: null,
  outputReasoning: null,
  outputAudio: null,
};

/** Lists write dollars as decimals; as nano-dollars they are integers again: 0.0028 becomes 2,800,000. */
export function nanoUsd(usd: number): number {
  return Math.round(usd * NANO_USD);
}

export function nanoUsdOrNull(usd: number | null | undefined): number | null {
  return usd === null || usd === undefined ? null : nanoUsd(usd);
}
