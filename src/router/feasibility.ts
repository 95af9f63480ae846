import type { RequestFeatures } from "./policy.ts";

/** The part of an expert's declared capabilities that a request can ask too much of. */
export type Needed = {
  readonly tools: boolean;
  readonly jsonSchema: boolean;
  readonly vision: boolean;
  readonly contextTokensMax: number | null;
};

/** Why an expert cannot answer a request of these features, `null` when it can. */
export function excludedBy(features: RequestFeatures, can: Needed): string | null {
  if (features.tools && !can.tools) return "no_tools";
  if (features.images && !can.vision) return "no_vision";
  if (features.jsonSchema && !can.jsonSchema) return "no_json_schema";
  const fits = can.contextTokensMax === null || features.promptTokensEstimate < can.contextTokensMax;
  return fits ? null : "context_too_long";
}
