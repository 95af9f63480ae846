import { isJsonObject } from "./json.ts";

/** JSON with keys in order and no spaces: equal values give equal text, so that a digest of it means something. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isJsonObject(inner)
      ? Object.fromEntries(
          Object.keys(inner)
            .toSorted()
            .map((key) => [key, inner[key]]),
        )
      : inner,
  );
}
