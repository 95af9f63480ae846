import { CHARACTERS_PER_INPUT_TOKEN } from "../core/counted-usage.ts";
import type { RequestFeatures } from "./policy.ts";

export type RequestFacts = {
  readonly task: string | null;
  readonly tools: boolean;
  readonly jsonSchema: boolean;
  readonly images: boolean;
  readonly promptChars: number;
};

/** What the router may know of a request, from facts the surface has counted. */
export function requestFeatures(facts: RequestFacts): RequestFeatures {
  const { task, tools, jsonSchema, images, promptChars } = facts;
  return {
    task,
    tools,
    jsonSchema,
    images,
    promptTokensEstimate: Math.ceil(promptChars / CHARACTERS_PER_INPUT_TOKEN),
  };
}
