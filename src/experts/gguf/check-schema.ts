import { AppError } from "../../core/app-error.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";

/** A grammar is written and parsed at once, in time that grows with the square of its choices. */
const SCHEMA_CHARACTERS_MAX = 32_000;
const SCHEMA_CHOICES_MAX = 500;
const SCHEMA_DEPTH_MAX = 64;

const SIMPLE_TYPES = new Set<unknown>(["string", "number", "integer", "boolean", "null"]);
const TYPES = new Set<unknown>([...SIMPLE_TYPES, "object", "array"]);
const DEFINITION = "#/$defs/";
const KEYWORDS_UNKNOWN = ["anyOf", "allOf", "not", "if"];

/** Throws when a schema is larger than a grammar may be, or says what a grammar cannot. Returns it as text. */
export function checkSchema(schema: unknown): string {
  if (!isJsonObject(schema)) throw schemaRefusal("A schema must be an object.");
  const definitions = isJsonObject(schema["$defs"]) ? schema["$defs"] : {};
  let choices = 0;
  const open: { readonly schema: unknown; readonly depth: number }[] = [{ schema, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const inner = next.schema;
    if (!isJsonObject(inner)) throw schemaRefusal("A schema inside the schema must be an object.");
    checkOne(inner, definitions);
    const below = subschemas(inner);
    choices += 1 + (Array.isArray(inner["enum"]) ? inner["enum"].length : 0);
    if (choices + open.length + below.length > SCHEMA_CHOICES_MAX)
      throw tooLarge(`${SCHEMA_CHOICES_MAX} properties, items and enum values together`);
    if (next.depth > SCHEMA_DEPTH_MAX) throw tooLarge(`${SCHEMA_DEPTH_MAX} levels`);
    const depth = next.depth + 1;
    for (const schemaBelow of below) open.push({ schema: schemaBelow, depth });
  }
  const text = JSON.stringify(schema);
  if (text.length > SCHEMA_CHARACTERS_MAX) throw tooLarge(`${SCHEMA_CHARACTERS_MAX} characters`);
  return text;
}

/** The grammar writer takes what it does not know for `null`, and a reference to nowhere for anything. */
function checkOne(schema: JsonObject, definitions: JsonObject): void {
  const unknown = KEYWORDS_UNKNOWN.find((keyword) => schema[keyword] !== undefined);
  if (unknown !== undefined) throw schemaRefusal(`\`${unknown}\` cannot be written as a grammar.`);
  const { $ref: reference, type } = schema;
  if (reference !== undefined) {
    if (typeof reference === "string" && reference.startsWith(DEFINITION)) {
      if (isJsonObject(definitions[reference.slice(DEFINITION.length)])) return;
    }
    throw schemaRefusal(`\`$ref\` ${shown(reference)} leads to none of the schema's \`$defs\`.`);
  }
  if (Array.isArray(schema["oneOf"]) || schema["const"] !== undefined || Array.isArray(schema["enum"]))
    return;
  const known =
    TYPES.has(type) || (Array.isArray(type) && type.length > 0 && type.every((one) => SIMPLE_TYPES.has(one)));
  if (!known) throw schemaRefusal(`The type ${shown(type)} cannot be written as a grammar.`);
}

function subschemas(schema: JsonObject): readonly unknown[] {
  const { items, additionalProperties: more, oneOf, prefixItems } = schema;
  return [
    ...valuesOf(schema["properties"]),
    ...valuesOf(schema["$defs"]),
    ...listOf(oneOf),
    ...listOf(prefixItems),
    ...(items === undefined ? [] : [items]),
    ...(more === undefined || typeof more === "boolean" ? [] : [more]),
  ];
}

function valuesOf(value: unknown): readonly unknown[] {
  return isJsonObject(value) ? Object.values(value) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const SHOWN_CHARACTERS_MAX = 60;

function shown(value: unknown): string {
  return value === undefined ? "that is missing" : JSON.stringify(value).slice(0, SHOWN_CHARACTERS_MAX);
}

function tooLarge(limit: string): AppError {
  return new AppError("invalid_request", `The JSON schema is larger than this model's limit of ${limit}.`, {
    param: "response_format",
    hint: "Ask for less at once, or ask an expert that takes larger schemas.",
    elsewhere: true,
  });
}

export function schemaRefusal(what: string, cause?: unknown): AppError {
  return new AppError("invalid_request", `This model cannot keep to the JSON schema. ${what}`, {
    param: "response_format",
    hint: "Objects, arrays, strings, numbers, booleans, enum, const, oneOf and $ref to $defs are understood.",
    elsewhere: true,
    cause,
  });
}
