import type { JsonObject } from "./json.ts";

/**
 * Tokens of one attempt in disjoint, non-negative integer parts. The six input parts sum exactly to
 * `inputTotal`, the three output parts to `outputTotal`. An unknown usage is `null` as a whole, never zeros.
 */
export type Usage = {
  readonly inputUncached: number;
  readonly inputCacheRead: number;
  readonly inputCacheWrite5m: number;
  readonly inputCacheWrite1h: number;
  readonly inputAudio: number;
  readonly inputImage: number;
  readonly inputTotal: number;
  readonly outputVisible: number;
  readonly outputReasoning: number;
  readonly outputAudio: number;
  readonly outputTotal: number;
  /** `provider`: as billed; `counted`: our own count, for example after a cut stream (an estimate, and called so). */
  readonly source: "provider" | "counted";
  readonly serviceTier: string | null;
  /** Billed searches and the like, `null` when the provider does not say. */
  readonly webSearches: number | null;
  /** What the provider really said, for bills and bugs. */
  readonly raw: JsonObject | null;
};

export type UsageTotals = {
  readonly inputTotal: number;
  readonly inputCacheRead?: number;
  readonly inputCacheWrite5m?: number;
  readonly inputCacheWrite1h?: number;
  readonly inputAudio?: number;
  readonly inputImage?: number;
  readonly outputTotal: number;
  readonly outputReasoning?: number;
  readonly outputAudio?: number;
};

type UsageNote = Partial<Pick<Usage, "source" | "serviceTier" | "webSearches" | "raw">>;

/**
 * Builds a usage whose parts sum to its totals whatever a provider claims: a part is clamped to what is left
 * of its total (providers have reported more cached tokens than prompt tokens), the rest is the plain part.
 */
export function usageFromTotals(totals: UsageTotals, note: UsageNote = {}): Usage {
  const inputTotal = count(totals.inputTotal);
  const input = remainder(inputTotal);
  const inputCacheRead = input.take(totals.inputCacheRead);
  const inputCacheWrite5m = input.take(totals.inputCacheWrite5m);
  const inputCacheWrite1h = input.take(totals.inputCacheWrite1h);
  const inputAudio = input.take(totals.inputAudio);
  const inputImage = input.take(totals.inputImage);
  const outputTotal = count(totals.outputTotal);
  const output = remainder(outputTotal);
  const outputReasoning = output.take(totals.outputReasoning);
  const outputAudio = output.take(totals.outputAudio);
  return {
    inputUncached: input.left(),
    inputCacheRead,
    inputCacheWrite5m,
    inputCacheWrite1h,
    inputAudio,
    inputImage,
    inputTotal,
    outputVisible: output.left(),
    outputReasoning,
    outputAudio,
    outputTotal,
    source: note.source ?? "provider",
    serviceTier: note.serviceTier ?? null,
    webSearches: note.webSearches ?? null,
    raw: note.raw ?? null,
  };
}

function remainder(total: number): { take: (part: number | undefined) => number; left: () => number } {
  let left = total;
  return {
    take(part) {
      const taken = Math.min(left, count(part ?? 0));
      left -= taken;
      return taken;
    },
    left: () => left,
  };
}

function count(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.min(Math.round(value), Number.MAX_SAFE_INTEGER) : 0;
}
