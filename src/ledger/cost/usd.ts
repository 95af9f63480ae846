import { nanoUsdOrNull, type Rates, UNKNOWN_RATES } from "./price.ts";

/** Dollars per million tokens, as people write them. */
export type Usd = {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
};

export function ratesFromUsd({ input, output, cacheRead, cacheWrite }: Usd): Rates {
  return {
    ...UNKNOWN_RATES,
    input: nanoUsdOrNull(input),
    inputCacheRead: nanoUsdOrNull(cacheRead),
    inputCacheWrite5m: nanoUsdOrNull(cacheWrite),
    output: nanoUsdOrNull(output),
  };
}
