import type { RequestFeatures } from "./policy.ts";

const CHARS_PER_TOKEN = 3.8;

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
  return { task, tools, jsonSchema, images, promptTokensEstimate: Math.ceil(promptChars / CHARS_PER_TOKEN) };
}
