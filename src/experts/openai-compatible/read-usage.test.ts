import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Usage } from "../../core/usage.ts";
import { readUsage } from "./read-usage.ts";

const NONE = {
  inputCacheRead: 0,
  inputCacheWrite5m: 0,
  inputCacheWrite1h: 0,
  inputAudio: 0,
  inputImage: 0,
  outputReasoning: 0,
  outputAudio: 0,
  source: "provider",
  serviceTier: null,
  webSearches: null,
};

/** What each provider says, and what it means. */
const GOLDEN: readonly (readonly [string, object, Partial<Usage>])[] = [
  [
    "OpenAI",
    {
      prompt_tokens: 100,
      completion_tokens: 50,
      prompt_tokens_details: { cached_tokens: 40, cache_write_tokens: 20, audio_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 30, audio_tokens: 4, rejected_prediction_tokens: 2 },
    },
    {
      inputTotal: 100,
      inputUncached: 35,
      inputCacheRead: 40,
      inputCacheWrite5m: 20,
      inputAudio: 5,
      outputTotal: 50,
      outputVisible: 16,
      outputReasoning: 30,
      outputAudio: 4,
    },
  ],
  [
    "DeepSeek",
    { prompt_tokens: 100, completion_tokens: 9, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 },
    { inputTotal: 100, inputUncached: 36, inputCacheRead: 64, outputTotal: 9, outputVisible: 9 },
  ],
  [
    "Moonshot",
    { prompt_tokens: 100, completion_tokens: 9, total_tokens: 109, cached_tokens: 30 },
    { inputTotal: 100, inputUncached: 70, inputCacheRead: 30, outputTotal: 9, outputVisible: 9 },
  ],
  [
    "Zhipu",
    {
      prompt_tokens: 10,
      completion_tokens: 9,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 7 },
    },
    {
      inputTotal: 10,
      inputUncached: 6,
      inputCacheRead: 4,
      outputTotal: 9,
      outputVisible: 2,
      outputReasoning: 7,
    },
  ],
  [
    "Alibaba",
    {
      prompt_tokens: 100,
      completion_tokens: 9,
      prompt_tokens_details: { cached_tokens: 50, cache_creation_input_tokens: 30, cache_type: "ephemeral" },
    },
    {
      inputTotal: 100,
      inputUncached: 20,
      inputCacheRead: 50,
      inputCacheWrite5m: 30,
      outputTotal: 9,
      outputVisible: 9,
    },
  ],
  [
    "OpenRouter",
    {
      prompt_tokens: 10,
      completion_tokens: 9,
      cost: 0.0012,
      cost_details: { upstream_inference_cost: 0.001 },
    },
    { inputTotal: 10, inputUncached: 10, outputTotal: 9, outputVisible: 9 },
  ],
  [
    "a llama.cpp server",
    { prompt_tokens: 10, completion_tokens: 9, prompt_tokens_details: null },
    { inputTotal: 10, inputUncached: 10, outputTotal: 9, outputVisible: 9 },
  ],
];

describe("readUsage", () => {
  test.each(GOLDEN)("reads what %s says, and keeps it", (_name, raw, usage) => {
    expect(readUsage(raw)).toEqual({ ...NONE, ...usage, raw });
  });

  test("Gemini's compatible endpoint hides its thinking in the total", () => {
    const raw = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 40 };
    expect(readUsage(raw, { hiddenOutputInTotal: true })).toMatchObject({
      outputTotal: 30,
      outputReasoning: 25,
      outputVisible: 5,
    });
    expect(readUsage(raw)).toMatchObject({ outputTotal: 5 });
  });

  test.each([
    null,
    undefined,
    3,
    "x",
    [],
    {},
    { prompt_tokens: null },
    { prompt_tokens: 10 },
    { completion_tokens: 10, total_tokens: 20 },
    { prompt_tokens: "12" },
    { completion_tokens: -1 },
  ])("%j is an unknown usage, not zeros", (raw) => {
    expect(readUsage(raw)).toBeNull();
  });

  test("the parts sum to their totals whatever a provider claims", () => {
    const claim = fc.oneof(
      fc.integer(),
      fc.double(),
      fc.constantFrom(null, "12", Number.MAX_SAFE_INTEGER, 1e300, -0, [], {}),
    );
    const names = ["cached_tokens", "cache_write_tokens", "audio_tokens", "image_tokens", "reasoning_tokens"];
    const details = fc.dictionary(fc.constantFrom(...names), claim);
    const raw = fc.record(
      {
        prompt_tokens: claim,
        completion_tokens: claim,
        total_tokens: claim,
        cached_tokens: claim,
        prompt_cache_hit_tokens: claim,
        cache_creation: fc.record({ ephemeral_1h_input_tokens: claim, ephemeral_5m_input_tokens: claim }),
        prompt_tokens_details: details,
        completion_tokens_details: details,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(raw, fc.boolean(), (claimed, hiddenOutputInTotal) => {
        const usage = readUsage(claimed, { hiddenOutputInTotal });
        expect(usage === null ? [] : faults(usage)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

function faults(usage: Usage): string[] {
  const input = [
    usage.inputUncached,
    usage.inputCacheRead,
    usage.inputCacheWrite5m,
    usage.inputCacheWrite1h,
    usage.inputAudio,
    usage.inputImage,
  ];
  const output = [usage.outputVisible, usage.outputReasoning, usage.outputAudio];
  const found: string[] = [];
  if (!input.concat(output).every((part) => Number.isSafeInteger(part) && part >= 0))
    found.push("not a count");
  if (sum(input) !== usage.inputTotal) found.push("input");
  if (sum(output) !== usage.outputTotal) found.push("output");
  return found;
}

function sum(parts: readonly number[]): number {
  return parts.reduce((total, part) => total + part, 0);
}
