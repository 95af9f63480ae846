import { describe, expect, test } from "vitest";
import { usageFromSdk } from "./usage-from-sdk.ts";

describe("usageFromSdk", () => {
  test("Anthropic's cache writes are split by how long they live", () => {
    const raw = {
      input_tokens: 10,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 50,
      cache_creation: { ephemeral_5m_input_tokens: 60, ephemeral_1h_input_tokens: 40 },
      output_tokens: 30,
      service_tier: "priority",
      server_tool_use: { web_search_requests: 2 },
    };
    const usage = usageFromSdk({
      inputTokens: { total: 160, noCache: 10, cacheRead: 50, cacheWrite: 100 },
      outputTokens: { total: 30, text: 20, reasoning: 10 },
      raw,
    });
    expect(usage).toEqual({
      inputUncached: 10,
      inputCacheRead: 50,
      inputCacheWrite5m: 60,
      inputCacheWrite1h: 40,
      inputAudio: 0,
      inputImage: 0,
      inputTotal: 160,
      outputVisible: 20,
      outputReasoning: 10,
      outputAudio: 0,
      outputTotal: 30,
      source: "provider",
      serviceTier: "priority",
      webSearches: 2,
      raw,
    });
  });

  test("Google's audio and image tokens come out of its list of modalities", () => {
    const raw = {
      promptTokensDetails: [
        { modality: "TEXT", tokenCount: 5 },
        { modality: "AUDIO", tokenCount: 7 },
        { modality: "IMAGE", tokenCount: 8 },
      ],
    };
    const usage = usageFromSdk({
      inputTokens: { total: 20, noCache: 20, cacheRead: 0, cacheWrite: undefined },
      outputTokens: { total: 9, text: 4, reasoning: 5 },
      raw,
    });
    expect(usage).toMatchObject({ inputUncached: 5, inputAudio: 7, inputImage: 8, outputReasoning: 5 });
  });

  test("unknown totals are an unknown usage, not zeros", () => {
    const unknown = { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined };
    const output = { total: undefined, text: undefined, reasoning: undefined };
    expect(usageFromSdk({ inputTokens: unknown, outputTokens: output })).toBeNull();
  });
});
