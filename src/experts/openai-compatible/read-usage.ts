import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { type Usage, usageFromTotals } from "../../core/usage.ts";
import { objectIn, tokensIn, tokensOrZero } from "../usage-fields.ts";

export type UsageReading = {
  /** `total_tokens` holds thinking that `completion_tokens` leaves out (Gemini's compatible endpoint). */
  readonly hiddenOutputInTotal?: boolean;
  readonly serviceTier?: string | null;
};

/**
 * A provider's usage object as disjoint parts; `null` unless it holds both totals: half a bill is none. One reader for all: what one
 * provider calls differently no other uses for something else.
 */
export function readUsage(usage: unknown, reading: UsageReading = {}): Usage | null {
  if (!isJsonObject(usage)) return null;
  const input = tokensIn(usage, "prompt_tokens", "input_tokens");
  const output = tokensIn(usage, "completion_tokens", "output_tokens");
  if (input === undefined || output === undefined) return null;
  const inputDetails = objectIn(usage, "prompt_tokens_details", "input_tokens_details");
  const outputDetails = objectIn(usage, "completion_tokens_details", "output_tokens_details");
  const hidden = reading.hiddenOutputInTotal === true ? hiddenOutput(usage, input + output) : 0;
  const written = cacheWrites(usage, inputDetails);
  return usageFromTotals(
    {
      inputTotal: input,
      inputCacheRead: cacheReads(usage, inputDetails),
      inputCacheWrite5m: written.fiveMinutes,
      inputCacheWrite1h: written.oneHour,
      inputAudio: tokensOrZero(inputDetails, "audio_tokens"),
      inputImage: tokensOrZero(inputDetails, "image_tokens"),
      outputTotal: output + hidden,
      outputReasoning: Math.max(tokensOrZero(outputDetails, "reasoning_tokens"), hidden),
      outputAudio: tokensOrZero(outputDetails, "audio_tokens"),
    },
    {
      serviceTier: reading.serviceTier ?? null,
      webSearches: tokensIn(objectIn(usage, "server_tool_use"), "web_search_requests") ?? null,
      raw: usage,
    },
  );
}

/** Cache reads: DeepSeek's hit count, the details of most, Moonshot's top level. */
function cacheReads(usage: JsonObject, details: JsonObject): number {
  return (
    tokensIn(usage, "prompt_cache_hit_tokens") ??
    tokensIn(details, "cached_tokens") ??
    tokensOrZero(usage, "cached_tokens")
  );
}

/** Cache writes: OpenAI's `cache_write_tokens`, Alibaba's `cache_creation_input_tokens`, split by lifetime if told. */
function cacheWrites(usage: JsonObject, details: JsonObject): { fiveMinutes: number; oneHour: number } {
  const created = objectIn({ ...usage, ...details }, "cache_creation");
  const oneHour = tokensIn(created, "ephemeral_1h_input_tokens") ?? 0;
  const all =
    tokensIn(details, "cache_write_tokens", "cache_creation_input_tokens", "cache_creation_tokens") ??
    tokensIn(usage, "cache_write_tokens", "cache_creation_input_tokens") ??
    tokensIn(created, "ephemeral_5m_input_tokens") ??
    0;
  return { fiveMinutes: Math.max(0, all - oneHour), oneHour };
}

function hiddenOutput(usage: JsonObject, knownTokens: number): number {
  return Math.max(0, tokensOrZero(usage, "total_tokens") - knownTokens);
}
