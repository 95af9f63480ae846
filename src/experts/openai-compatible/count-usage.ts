import { isJsonObject } from "../../core/json.ts";
import { countedUsage } from "../../core/counted-usage.ts";
import type { Usage } from "../../core/usage.ts";

/** Our own estimate when a provider gave no usage, for example because the stream was cut. Says `counted`. */
export function countUsage(body: Readonly<Record<string, unknown>>, outputCharacters: number): Usage {
  const promptCharacters = countText(body["messages"]) + countText(body["tools"]);
  return countedUsage({ prompt: promptCharacters, output: outputCharacters });
}

/** Characters of every string below `value`; images given as data count nothing, they are no text. */
function countText(value: unknown): number {
  if (typeof value === "string") return value.startsWith("data:") ? 0 : value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countText(item), 0);
  if (!isJsonObject(value)) return 0;
  let sum = 0;
  for (const key of Object.keys(value)) if (key !== "role" && key !== "type") sum += countText(value[key]);
  return sum;
}
