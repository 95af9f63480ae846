import type { ExpertTools } from "./expert.ts";

/** What tests hand to the experts they open: a fixed clock, the secrets given, nothing else. */
export function testTools(secrets: Readonly<Record<string, string>> = {}, baseDir = "/"): ExpertTools {
  return {
    fetch: globalThis.fetch,
    nowMs: () => 1_780_000_000_000,
    secret: (name) => secrets[name],
    baseDir,
  };
}
