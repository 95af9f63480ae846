import type { LanguageModelV4Usage } from "@ai-sdk/provider";
import { isJsonObject } from "../core/json.ts";
import { usageFromTotals, type Usage } from "../core/usage.ts";

/** Usage of a translated answer in our disjoint parts; `null` when the provider did not say both totals. */
export function usageFromSdk(usage: LanguageModelV4Usage): Usage | null {
  const { inputTokens, outputTokens, raw } = usage;
  if (inputTokens.total === undefined || outputTokens.total === undefined) return null;
  const write = inputTokens.cacheWrite ?? 0;
  const writeOneHour = Math.min(write, oneHourWrites(raw));
  return usageFromTotals(
    {
      inputTotal: inputTokens.total,
      inputCacheRead: inputTokens.cacheRead ?? 0,
      inputCacheWrite5m: write - writeOneHour,
      inputCacheWrite1h: writeOneHour,
      outputTotal: outputTokens.total,
      outputReasoning: outputTokens.reasoning ?? 0,
    },
    isJsonObject(raw) ? { raw } : {},
  );
}

/** Anthropic prices writes to its one-hour cache higher and says so only in the raw usage. */
function oneHourWrites(raw: unknown): number {
  const creation = isJsonObject(raw) ? raw["cache_creation"] : undefined;
  const tokens = isJsonObject(creation) ? creation["ephemeral_1h_input_tokens"] : undefined;
  return typeof tokens === "number" && tokens > 0 ? tokens : 0;
}
