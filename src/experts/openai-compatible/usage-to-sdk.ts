import type { JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/usage.ts";
import type { StreamPart } from "../expert.ts";

type SdkUsage = Extract<StreamPart, { type: "finish" }>["usage"];

/** Our usage in the AI SDK's words; its `raw` keeps what those words cannot say. Unknown stays unknown. */
export function usageToSdk(usage: Usage | null): SdkUsage {
  if (usage === null) {
    return {
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    };
  }
  const raw = rawOf(usage);
  const cacheWrite = usage.inputCacheWrite5m + usage.inputCacheWrite1h;
  return {
    inputTokens: {
      total: usage.inputTotal,
      noCache: usage.inputTotal - usage.inputCacheRead - cacheWrite,
      cacheRead: usage.inputCacheRead,
      cacheWrite,
    },
    outputTokens: {
      total: usage.outputTotal,
      text: usage.outputTotal - usage.outputReasoning,
      reasoning: usage.outputReasoning,
    },
    ...(raw === null ? {} : { raw }),
  };
}

/** The tier stands beside the usage on the wire, and inside it for whoever reads this back. */
function rawOf(usage: Usage): JsonObject | null {
  if (usage.raw === null) return null;
  const tier = usage.serviceTier === null ? {} : { service_tier: usage.serviceTier };
  return { ...usage.raw, ...tier };
}
