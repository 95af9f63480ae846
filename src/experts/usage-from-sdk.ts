import { isJsonObject, type JsonObject } from "../core/json.ts";
import { type Usage, usageFromTotals } from "../core/usage.ts";
import type { StreamPart } from "./expert.ts";
import { objectIn, tokensOrZero } from "./usage-fields.ts";

export type SdkUsage = Extract<StreamPart, { type: "finish" }>["usage"];

/**
 * The AI SDK's usage as ours. What its words cannot say (how long a cache write lives, audio, the service tier,
 * whether it was counted by us) is read from `raw`, the provider's own object. Unknown totals give `null`.
 */
export function usageFromSdk(usage: SdkUsage, raw: unknown = usage.raw): Usage | null {
  const { inputTokens: input, outputTokens: output } = usage;
  if (input.total === undefined || output.total === undefined) return null;
  const said = isJsonObject(raw) ? raw : {};
  const cacheWrite = input.cacheWrite ?? 0;
  const cacheWrite1h = Math.min(
    cacheWrite,
    tokensOrZero(objectIn(said, "cache_creation"), "ephemeral_1h_input_tokens"),
  );
  return usageFromTotals(
    {
      inputTotal: input.total,
      inputCacheRead: input.cacheRead ?? 0,
      inputCacheWrite5m: cacheWrite - cacheWrite1h,
      inputCacheWrite1h: cacheWrite1h,
      ...inputModalities(said),
      outputTotal: output.total,
      outputReasoning: output.reasoning ?? 0,
      outputAudio: tokensOrZero(objectIn(said, "completion_tokens_details"), "audio_tokens"),
    },
    {
      source: said["counted"] === true ? "counted" : "provider",
      serviceTier: serviceTier(said),
      webSearches: webSearches(said),
      raw: isJsonObject(raw) ? raw : null,
    },
  );
}

/** OpenAI's details by name, Google's as a list of modalities. */
function inputModalities(said: JsonObject): { inputAudio: number; inputImage: number } {
  const details = objectIn(said, "prompt_tokens_details");
  return {
    inputAudio: tokensOrZero(details, "audio_tokens") + modality(said, "AUDIO"),
    inputImage: tokensOrZero(details, "image_tokens") + modality(said, "IMAGE"),
  };
}

function modality(said: JsonObject, name: string): number {
  const list = said["promptTokensDetails"];
  if (!Array.isArray(list)) return 0;
  let sum = 0;
  for (const detail of list as readonly unknown[]) {
    if (isJsonObject(detail) && detail["modality"] === name) sum += tokensOrZero(detail, "tokenCount");
  }
  return sum;
}

function serviceTier(said: JsonObject): string | null {
  const tier = said["service_tier"] ?? said["serviceTier"];
  return typeof tier === "string" ? tier : null;
}

function webSearches(said: JsonObject): number | null {
  const used = said["server_tool_use"];
  return isJsonObject(used) ? tokensOrZero(used, "web_search_requests") : null;
}
