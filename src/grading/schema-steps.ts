import { isJsonObject } from "../core/json.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import { SCHEMA_DEPTH_MAX, SUBSCHEMAS_MAX } from "./limits.ts";

/** The keyword that says how many steps applying a subschema costs. Clients cannot write it: the reader adds it. */
export const STEP_KEYWORD = "toqueStep";

const SCHEMA_MAPS = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
  "dependencies",
]);
const SCHEMA_LISTS = new Set(["allOf", "anyOf", "oneOf", "prefixItems", "items"]);
const SCHEMAS = new Set(
  "items additionalItems additionalProperties unevaluatedItems unevaluatedProperties contains propertyNames not if then else contentSchema".split(
    " ",
  ),
);
const REFUSED = [
  "$async",
  "$dynamicRef",
  "$dynamicAnchor",
  "$recursiveRef",
  "$recursiveAnchor",
  STEP_KEYWORD,
];

/**
 * A copy of a JSON schema in which every subschema counts its steps, so that one whose references double at
 * each level cannot run for hours. Throws a plain `Error` for a reference that leaves the schema, and for more
 * subschemas than can be compiled while other requests wait.
 */
export function withSteps(schema: JsonObject): JsonObject {
  return copyOf(schema, { depth: 0, counter: { subschemas: 0 } });
}

type Place = { readonly depth: number; readonly counter: { subschemas: number } };

function copyOf(schema: JsonObject, place: Place): JsonObject {
  const { depth, counter } = place;
  if (depth > SCHEMA_DEPTH_MAX) throw new Error(`is nested deeper than ${SCHEMA_DEPTH_MAX} schemas`);
  if (++counter.subschemas > SUBSCHEMAS_MAX) throw new Error(`has more than ${SUBSCHEMAS_MAX} subschemas`);
  const copy: Record<string, JsonValue | undefined> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    refuse(keyword, value, depth);
    if (keyword === "$id" || keyword === "$schema") continue;
    copy[keyword] = child(keyword, value ?? null, { depth: depth + 1, counter });
  }
  return { ...copy, [STEP_KEYWORD]: 1 + comparisonCost(schema) };
}

function child(keyword: string, value: JsonValue, place: Place): JsonValue {
  if (SCHEMA_MAPS.has(keyword) && isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, anySchema(inner ?? null, place)]),
    );
  }
  if (SCHEMA_LISTS.has(keyword) && Array.isArray(value)) {
    return value.map((item: JsonValue) => anySchema(item, place));
  }
  return SCHEMAS.has(keyword) ? anySchema(value, place) : value;
}

const COMPARED_CHARS_PER_STEP = 32;

/** The library compares a value with all of `enum`: a long list is more than one step. */
function comparisonCost(schema: JsonObject): number {
  const compared = JSON.stringify([schema["enum"] ?? null, schema["const"] ?? null]).length;
  return Math.floor(compared / COMPARED_CHARS_PER_STEP);
}

/** `true` and `false` are schemas too, and wrong kinds are left for the compiler to name. */
function anySchema(value: JsonValue, place: Place): JsonValue {
  return isJsonObject(value) ? copyOf(value, place) : value;
}

function refuse(keyword: string, value: JsonValue | undefined, depth: number): void {
  if (REFUSED.includes(keyword)) throw new Error(`uses ${keyword}, which is not supported`);
  if (keyword === "$id" && depth > 0)
    throw new Error("names a part with $id: use $defs and #/$defs/… instead");
  if (keyword === "$ref" && !(typeof value === "string" && value.startsWith("#"))) {
    throw new Error(
      `refers to ${JSON.stringify(value)}: only references within the schema (#/…) are followed`,
    );
  }
}
