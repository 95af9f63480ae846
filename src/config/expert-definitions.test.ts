import { expect, test } from "vitest";
import { openaiCompatible } from "../experts/openai-compatible/openai-compatible.ts";
import { expertDefinitions } from "./expert-definitions.ts";

function digestOf(changes: Record<string, unknown>): string | undefined {
  const options = { preset: "openai", model: "gpt-mini", headers: {}, capabilities: {}, ...changes };
  return expertDefinitions([{ name: "a", kind: openaiCompatible, options, origin: "config" }]).get("a");
}

test("another model or address is another expert, another key or header is not", () => {
  expect(digestOf({})).toMatch(/^sha256:[0-9a-f]{64}$/u);
  expect(digestOf({ model: "gpt-nano" })).not.toBe(digestOf({}));
  expect(digestOf({ base_url: "http://localhost:1/v1" })).not.toBe(digestOf({}));
  expect(digestOf({ api_key_env: "OTHER", headers: { "X-Secret": "s3" } })).toBe(digestOf({}));
});
