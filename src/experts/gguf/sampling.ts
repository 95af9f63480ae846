import { randomInt } from "node:crypto";
import type { SequenceEvaluateOptions, Token } from "node-llama-cpp";
import type { CallOptions } from "../expert.ts";

export type SamplingDefaults = { readonly temperature: number };

const SEED_MAX = 0xffff_ffff;
const PENALIZED_TOKENS_MAX = 1024;

/**
 * A request's sampling in llama.cpp's words. Without a seed each request draws its own, because llama.cpp's
 * default is the second of the day and two samples asked together would be the same.
 */
export function sampling(
  call: CallOptions,
  defaults: SamplingDefaults,
  generated: readonly Token[],
): SequenceEvaluateOptions {
  const temperature = call.temperature ?? defaults.temperature;
  const frequencyPenalty = call.frequencyPenalty ?? 0;
  const presencePenalty = call.presencePenalty ?? 0;
  return {
    temperature,
    yieldEogToken: true,
    ...(temperature === 0 ? {} : { seed: seedOf(call.seed) }),
    ...(call.topP === undefined ? {} : { topP: call.topP }),
    ...(call.topK === undefined ? {} : { topK: call.topK }),
    ...(frequencyPenalty === 0 && presencePenalty === 0
      ? {}
      : {
          repeatPenalty: {
            punishTokens: () => generated.slice(-PENALIZED_TOKENS_MAX),
            maxPunishTokens: PENALIZED_TOKENS_MAX,
            penalty: 1,
            frequencyPenalty,
            presencePenalty,
          },
        }),
  };
}

/** llama.cpp takes 32 bits and reads the largest value as "no seed". */
function seedOf(seed: number | undefined): number {
  return seed === undefined ? randomInt(SEED_MAX) : Math.abs(Math.trunc(seed)) % SEED_MAX;
}
