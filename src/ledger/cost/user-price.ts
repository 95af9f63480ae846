import { nanoUsd, type Price } from "./price.ts";
import { ratesFromUsd } from "./usd.ts";

/** A price from the user's config, in dollars per million tokens, or per call, or both. */
export type UserPrice = {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cache_read?: number | undefined;
  readonly cache_write?: number | undefined;
  readonly usd_per_call?: number | undefined;
  readonly date?: string | undefined;
};

const USER_PRICE_VERSION = "config";

/** A contract is no estimate. Where there is a price per call, tokens without a price are free. */
export function priceFromUser(user: UserPrice): Price {
  const unpriced = user.usd_per_call === undefined ? undefined : 0;
  return {
    rates: ratesFromUsd({
      input: user.input ?? unpriced,
      output: user.output ?? unpriced,
      cacheRead: user.cache_read ?? (user.input === undefined ? unpriced : undefined),
      cacheWrite: user.cache_write ?? (user.input === undefined ? unpriced : undefined),
    }),
    tiers: [],
    callNanoUsd: nanoUsd(user.usd_per_call ?? 0),
    webSearchNanoUsd: null,
    version: USER_PRICE_VERSION,
    date: user.date ?? null,
    estimated: false,
  };
}
