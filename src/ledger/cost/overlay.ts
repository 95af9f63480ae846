import type { Usd } from "./usd.ts";

/** One model that the price list lacks. Facts with where they are from; whoever finds a better one replaces it. */
export type OverlayEntry = {
  readonly provider: string;
  readonly model: string;
  readonly usd: Usd;
  /** For requests with more input tokens than this; ascending. */
  readonly tiers?: readonly { readonly aboveInputTokens: number; readonly usd: Usd }[];
  readonly source: string;
  /** The day somebody looked at the source. */
  readonly checked: string;
};

export const OVERLAY_VERSION = "overlay@2026-11";

const LITELLM = "LiteLLM's price list as of 2026-08-19; the international site (Singapore), in US dollars";
const PORTKEY = "Portkey's price list (Portkey-AI/models, pricing/dashscope.json); the international site";

/**
 * All second-hand, so costs from here are marked as estimates. The sites in mainland China bill in CNY at
 * other prices: give those in the config. Whatever is not here stays unknown.
 * Alibaba's cache hits have no price here (it depends on a cache type that is not modelled): they are billed at
 * the input price, and such a cost too is an estimate.
 */
export const OVERLAY: readonly OverlayEntry[] = [
  {
    provider: "alibaba",
    model: "qwen3-max",
    usd: { input: 1.2, output: 6 },
    tiers: [
      { aboveInputTokens: 32_000, usd: { input: 2.4, output: 12 } },
      { aboveInputTokens: 128_000, usd: { input: 3, output: 15 } },
    ],
    source: LITELLM,
    checked: "2026-11-23",
  },
  {
    provider: "alibaba",
    model: "qwen-max",
    usd: { input: 1.6, output: 6.4 },
    source: PORTKEY,
    checked: "2026-11-23",
  },
  {
    provider: "alibaba",
    model: "qwen-flash",
    usd: { input: 0.05, output: 0.4 },
    tiers: [{ aboveInputTokens: 256_000, usd: { input: 0.25, output: 2 } }],
    source: LITELLM,
    checked: "2026-11-23",
  },
  {
    provider: "tencent",
    model: "hy4-preview",
    usd: { input: 0.834, output: 2.501, cacheRead: 0.042 },
    source: "secondary source, 2026-08-28; not yet compared with a bill",
    checked: "2026-08-28",
  },
];
