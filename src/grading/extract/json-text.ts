import type { JsonValue } from "../../core/json.ts";

const FENCE = /```(?:json|JSON)?[^\S\n]*\n/gu;

/** The answer as JSON: the whole text, else its last fenced block that closes. `undefined` when there is none. */
export function readJson(answer: string): JsonValue | undefined {
  const whole = parse(answer.trim());
  if (whole !== undefined) return whole;
  let block: string | undefined;
  let end = 0;
  for (const match of answer.matchAll(FENCE)) {
    if (match.index < end) continue;
    const start = match.index + match[0].length;
    const close = answer.indexOf("```", start);
    if (close === -1) break;
    end = close + 3;
    block = answer.slice(start, close);
  }
  return block === undefined ? undefined : parse(block);
}

function parse(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
