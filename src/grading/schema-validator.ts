import { Ajv } from "ajv";
import type { ErrorObject, Options, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { isJsonObject } from "../core/json.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import { createBoundedCache } from "./bounded-cache.ts";
import { compilePattern } from "./linear-regex.ts";
import { STEP_KEYWORD, withSteps } from "./schema-steps.ts";

const SCHEMAS_CACHED_MAX = 128;
/** Subschemas applied to one answer, counting each array item that is compared as well. */
const STEPS_MAX = 1_000_000;
const PATTERN_WORK_MAX = 10_000_000;

export type SchemaVerdict =
  | { readonly type: "valid" }
  | { readonly type: "invalid"; readonly problem: string }
  | { readonly type: "too_costly" };

type Validator = (value: JsonValue) => SchemaVerdict;

class TooCostly extends Error {}

// What the one validation in progress may still spend. Validation is synchronous, so there is only ever one.
const budget = { steps: 0, patternWork: 0 };

function spend(steps: number): true {
  budget.steps -= steps;
  if (budget.steps < 0) throw new TooCostly();
  return true;
}

const options: Options = {
  strict: false,
  validateFormats: false,
  logger: false,
  code: { regExp: Object.assign(boundedPattern, { code: "linear" }) },
};

const cache = createBoundedCache<Validator>(SCHEMAS_CACHED_MAX);

/** Compiles a schema (2020-12, or draft 7 when `$schema` says so) once. Throws when the schema itself is not valid. */
export function schemaValidator(schema: JsonObject): Validator {
  return cache.getOrCreate(JSON.stringify(schema), () => compile(schema));
}

function compile(schema: JsonObject): Validator {
  refill();
  const draft7 = /draft-0[67]/u.test(JSON.stringify(schema["$schema"] ?? ""));
  // One instance per schema: a shared one would keep every schema it ever saw.
  const ajv = draft7 ? new Ajv(options) : new Ajv2020(options);
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    validate: areUnique,
    errors: false,
  });
  ajv.addKeyword({ keyword: STEP_KEYWORD, validate: () => spend(1), errors: false });
  const validate: ValidateFunction = ajv.compile(withSteps(schema));
  return (value) => {
    refill();
    try {
      if (validate(value)) return { type: "valid" };
      return { type: "invalid", problem: problemOf(validate.errors?.[0]) };
    } catch (error) {
      // A schema that refers to itself without end overflows the stack.
      if (error instanceof TooCostly || error instanceof RangeError) return { type: "too_costly" };
      throw error;
    }
  };
}

function refill(): void {
  budget.steps = STEPS_MAX;
  budget.patternWork = PATTERN_WORK_MAX;
}

function problemOf(error: ErrorObject | undefined): string {
  return error === undefined
    ? "does not match"
    : `${error.instancePath || "the value"} ${error.message ?? error.keyword}`;
}

/** `pattern` keywords come from the client: linear time, and a bound on the whole. */
function boundedPattern(pattern: string): { test: (text: string) => boolean; toString: () => string } {
  const compiled = compilePattern(pattern);
  return {
    // The library tells patterns apart by this text.
    toString: () => pattern,
    test(text) {
      budget.patternWork -= compiled.work(text);
      if (budget.patternWork < 0) throw new TooCostly();
      return compiled.test(text);
    },
  };
}

/** The library compares objects pair by pair, which is quadratic; sorted text makes it one pass. */
function areUnique(wanted: boolean, items: readonly JsonValue[]): boolean {
  if (!wanted) return true;
  return new Set(items.map((item) => sortedText(item))).size === items.length;
}

function sortedText(value: JsonValue): string {
  spend(1);
  if (isJsonObject(value)) {
    const keys = Object.keys(value).toSorted();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedText(value[key] ?? null)}`).join(",")}}`;
  }
  return Array.isArray(value)
    ? `[${value.map((item: JsonValue) => sortedText(item)).join(",")}]`
    : JSON.stringify(value);
}
