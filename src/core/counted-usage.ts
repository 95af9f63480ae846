import { usageFromTotals, type Usage } from "./usage.ts";

/** Characters per token of ordinary English prompts and answers, as measured over recorded outcomes. */
export const CHARACTERS_PER_INPUT_TOKEN = 3.8;
export const CHARACTERS_PER_OUTPUT_TOKEN = 3.5;

/** Our own estimate of a usage nobody reported, for example because the stream was cut. Says `counted`. */
export function countedUsage(characters: { readonly prompt: number; readonly output: number }): Usage {
  return usageFromTotals(
    {
      inputTotal: Math.ceil(characters.prompt / CHARACTERS_PER_INPUT_TOKEN),
      outputTotal: Math.ceil(characters.output / CHARACTERS_PER_OUTPUT_TOKEN),
    },
    {
      source: "counted",
      raw: { counted: true, prompt_characters: characters.prompt, output_characters: characters.output },
    },
  );
}
