import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { type Usage, usageFromTotals } from "../../core/usage.ts";

export type UsageReading = {
  /** `total_tokens` holds thinking that `completion_tokens` leaves out (Gemini's compatible endpoint). */
  readonly hiddenOutputInTotal?: boolean;
  readonly serviceTier?: string | null;
};

/**
 * A provider's usage object as disjoint parts; `null` when it holds no totals. One reader for all: what one
 * provider calls differently no other uses for something else.
 */
export function readUsage(usage: unknown, reading: UsageReading = {}): Usage | null {
  if (!isJsonObject(usage)) return null;
  const input = tokens(usage, "prompt_tokens", "input_tokens");
  const output = tokens(usage, "completion_tokens", "output_tokens");
  if (input === undefined && output === undefined) return null;
  const inputDetails = object(usage, "prompt_tokens_details", "input_tokens_details");
  const outputDetails = object(usage, "completion_tokens_details", "output_tokens_details");
  const hidden = reading.hiddenOutputInTotal === true ? hiddenOutput(usage, (input ?? 0) + (output ?? 0)) : 0;
  const written = cacheWrites(usage, inputDetails);
  return usageFromTotals(
    {
      inputTotal: input ?? 0,
      inputCacheRead: cacheReads(usage, inputDetails),
      inputCacheWrite5m: written.fiveMinutes,
      inputCacheWrite1h: written.oneHour,
      inputAudio: tokensOrZero(inputDetails, "audio_tokens"),
      inputImage: tokensOrZero(inputDetails, "image_tokens"),
      outputTotal: (output ?? 0) + hidden,
      outputReasoning: Math.max(tokensOrZero(outputDetails, "reasoning_tokens"), hidden),
      outputAudio: tokensOrZero(outputDetails, "audio_tokens"),
    },
    {
      serviceTier: reading.serviceTier ?? null,
      webSearches: tokens(object(usage, "server_tool_use"), "web_search_requests") ?? null,
      raw: usage,
    },
  );
}

/** Cache reads: DeepSeek's hit count, the details of most, Moonshot's top level. */
function cacheReads(usage: JsonObject, details: JsonObject): number {
  return (
    tokens(usage, "prompt_cache_hit_tokens") ??
    tokens(details, "cached_tokens") ??
    tokensOrZero(usage, "cached_tokens")
  );
}

/** Cache writes: OpenAI's `cache_write_tokens`, Alibaba's `cache_creation_input_tokens`, split by lifetime if told. */
function cacheWrites(usage: JsonObject, details: JsonObject): { fiveMinutes: number; oneHour: number } {
  const created = object({ ...usage, ...details }, "cache_creation");
  const oneHour = tokens(created, "ephemeral_1h_input_tokens") ?? 0;
  const all =
    tokens(details, "cache_write_tokens", "cache_creation_input_tokens", "cache_creation_tokens") ??
    tokens(usage, "cache_write_tokens", "cache_creation_input_tokens") ??
    tokens(created, "ephemeral_5m_input_tokens") ??
    0;
  return { fiveMinutes: Math.max(0, all - oneHour), oneHour };
}

function hiddenOutput(usage: JsonObject, knownTokens: number): number {
  return Math.max(0, tokensOrZero(usage, "total_tokens") - knownTokens);
}

const NOTHING: JsonObject = {};

function object(source: JsonObject, ...names: readonly string[]): JsonObject {
  for (const name of names) {
    const value = source[name];
    if (isJsonObject(value)) return value;
  }
  return NOTHING;
}

/** The first of these fields that holds a count; anything else (strings, negatives) is not one. */
function tokens(source: JsonObject, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = source[name];
    if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  }
  return undefined;
}

function tokensOrZero(source: JsonObject, name: string): number {
  return tokens(source, name) ?? 0;
}
