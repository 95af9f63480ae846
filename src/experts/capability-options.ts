import { z } from "zod";
import type { Capabilities } from "./expert.ts";

/** What the operator knows of a model better than we do, as the config says it. */
export const capabilityOptions = z.strictObject({
  streaming: z.boolean().optional(),
  tools: z.boolean().optional(),
  json_schema: z.boolean().optional(),
  vision: z.boolean().optional(),
  reasoning: z.boolean().optional(),
  context_tokens_max: z.int().positive().nullable().optional(),
});

export type CapabilityOptions = z.infer<typeof capabilityOptions>;

/** The capabilities assumed so far, with the operator's word put over them. */
export function withCapabilityOptions(assumed: Capabilities, options: CapabilityOptions): Capabilities {
  return {
    streaming: options.streaming ?? assumed.streaming,
    tools: options.tools ?? assumed.tools,
    jsonSchema: options.json_schema ?? assumed.jsonSchema,
    vision: options.vision ?? assumed.vision,
    reasoning: options.reasoning ?? assumed.reasoning,
    contextTokensMax:
      options.context_tokens_max === undefined ? assumed.contextTokensMax : options.context_tokens_max,
  };
}
