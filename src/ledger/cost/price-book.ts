import type { Cost } from "../../core/request-record.ts";
import type { Usage } from "../../core/usage.ts";
import { costOf } from "./cost-of.ts";
import { genaiPriceOf } from "./genai-prices.ts";
import { OVERLAY, OVERLAY_VERSION, type OverlayEntry } from "./overlay.ts";
import type { Price } from "./price.ts";
import { ratesFromUsd } from "./usd.ts";
import { priceFromUser, type UserPrice } from "./user-price.ts";

type PriceQuery = {
  /** The expert's name in the config, when there is one. */
  readonly expert?: string;
  readonly provider: string;
  readonly model: string;
  readonly atMs: number;
};

export type PriceBook = {
  /** `null` when nobody knows, as for a model on one's own machine; never a price of zero. */
  priceOf(query: PriceQuery): Price | null;
  costOf(query: PriceQuery, usage: Usage): Cost | null;
};

export type PriceBookOptions = {
  /** By expert name, `provider/model` or model; they win over every list. */
  readonly userPrices?: Readonly<Record<string, UserPrice>>;
  readonly overlay?: readonly OverlayEntry[];
};

/** Prices change at dates and times of day, all of them whole minutes. */
const MEMO_MS = 60_000;
/** A client may name any model of a provider; forgetting all of them costs one look-up each. */
const MEMO_ENTRIES_MAX = 1_000;

type Remembered = { readonly minute: number; readonly price: Price | null };

/** Finds prices: the user's own, then the price list, then the overlay for what the list lacks. */
export function createPriceBook({ userPrices = {}, overlay = OVERLAY }: PriceBookOptions = {}): PriceBook {
  const own = new Map(Object.entries(userPrices).map(([name, price]) => [name, priceFromUser(price)]));
  const added = new Map(
    overlay.map((entry) => [`${entry.provider}/${entry.model}`, priceFromOverlay(entry)]),
  );
  const memo = new Map<string, Remembered>();

  function listPriceOf({ provider, model, atMs }: PriceQuery): Price | null {
    const key = `${provider}/${model}`;
    const minute = Math.floor(atMs / MEMO_MS);
    const known = memo.get(key);
    if (known?.minute === minute) return known.price;
    const price = genaiPriceOf({ provider, model, atMs }) ?? added.get(key) ?? null;
    if (memo.size >= MEMO_ENTRIES_MAX) memo.clear();
    memo.set(key, { minute, price });
    return price;
  }

  function priceOf(query: PriceQuery): Price | null {
    const { expert, provider, model } = query;
    const userPrice = own.get(expert ?? "") ?? own.get(`${provider}/${model}`) ?? own.get(model);
    return userPrice ?? listPriceOf(query);
  }

  return { priceOf, costOf: (query, usage) => costOf(usage, priceOf(query)) };
}

function priceFromOverlay({ usd, tiers = [], checked }: OverlayEntry): Price {
  return {
    rates: ratesFromUsd(usd),
    tiers: tiers.map((tier) => ({
      aboveInputTokens: tier.aboveInputTokens,
      rates: ratesFromUsd(tier.usd),
    })),
    callNanoUsd: 0,
    webSearchNanoUsd: null,
    version: OVERLAY_VERSION,
    date: checked,
    estimated: true,
  };
}
