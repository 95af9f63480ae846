import { isJsonObject } from "../core/json.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import { SCHEMA_DEPTH_MAX } from "./limits.ts";

/** The keyword that counts one step each time a subschema is applied. Clients cannot write it: the reader adds it. */
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
 * each level cannot run for hours. Throws a plain `Error` for a reference that leaves the schema.
 */
export function withSteps(schema: JsonObject, depth = 0): JsonObject {
  if (depth > SCHEMA_DEPTH_MAX) throw new Error(`is nested deeper than ${SCHEMA_DEPTH_MAX} schemas`);
  const copy: Record<string, JsonValue | undefined> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    refuse(keyword, value, depth);
    if (keyword === "$id" || keyword === "$schema") continue;
    copy[keyword] = child(keyword, value ?? null, depth);
  }
  return { ...copy, [STEP_KEYWORD]: true };
}

/** `true` and `false` are schemas too, and wrong kinds are left for the compiler to name. */
function anySchema(value: JsonValue, depth: number): JsonValue {
  return isJsonObject(value) ? withSteps(value, depth) : value;
}

function child(keyword: string, value: JsonValue, depth: number): JsonValue {
  if (SCHEMA_MAPS.has(keyword) && isJsonObject(value)) return mapSchemas(value, depth + 1);
  if (SCHEMA_LISTS.has(keyword) && Array.isArray(value)) {
    return value.map((item: JsonValue) => anySchema(item, depth + 1));
  }
  return SCHEMAS.has(keyword) ? anySchema(value, depth + 1) : value;
}

function mapSchemas(schemas: JsonObject, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, anySchema(schema ?? null, depth)]),
  );
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
