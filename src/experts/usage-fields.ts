import { isJsonObject, type JsonObject } from "../core/json.ts";

const NOTHING: JsonObject = {};

/** The first of these fields that is an object; an empty one when none is. */
export function objectIn(source: JsonObject, ...names: readonly string[]): JsonObject {
  for (const name of names) {
    const value = source[name];
    if (isJsonObject(value)) return value;
  }
  return NOTHING;
}

/** The first of these fields that holds a count; anything else (strings, negatives) is not one. */
export function tokensIn(source: JsonObject, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = source[name];
    if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  }
  return undefined;
}

export function tokensOrZero(source: JsonObject, name: string): number {
  return tokensIn(source, name) ?? 0;
}
