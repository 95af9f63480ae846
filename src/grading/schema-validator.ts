import { Ajv } from "ajv";
import type { ErrorObject, Options, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { isJsonObject } from "../core/json.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import { createBoundedCache } from "./bounded-cache.ts";
import { compilePattern, PatternError } from "./linear-regex.ts";
import { STEP_KEYWORD, withSteps } from "./schema-steps.ts";

const SCHEMAS_CACHED_MAX = 128;
/** Subschemas applied to one answer, weighted with the size of what they are applied to. */
const STEPS_MAX = 300_000;
const CHARS_PER_STEP = 32;
const PATTERN_WORK_MAX = 5_000_000;
/** Instructions of all patterns of one schema together: compiling them takes about 10 µs each. */
const PATTERN_SIZE_MAX = 5_000;

type SchemaVerdict =
  | { readonly type: "valid" }
  | { readonly type: "invalid"; readonly problem: string }
  | { readonly type: "too_costly" };

type Validator = (value: JsonValue) => SchemaVerdict;

class TooCostly extends Error {}

// What the one validation in progress may still spend. Validation is synchronous, so there is only ever one.
const budget = { steps: 0, patternWork: 0, patternSize: 0 };

function spend(steps: number): true {
  budget.steps -= steps;
  if (budget.steps < 0) throw new TooCostly();
  return true;
}

/** Keywords such as `maxProperties` walk the value, so its size counts as well. */
function spendOn(steps: number, value: JsonValue): true {
  if (typeof value === "string") return spend(steps + value.length / CHARS_PER_STEP);
  if (typeof value !== "object" || value === null) return spend(steps);
  return spend(steps + (Array.isArray(value) ? value.length : Object.keys(value).length));
}

const options: Options = {
  strict: false,
  validateFormats: false,
  // A large part that is referred to often would be compiled once per reference.
  inlineRefs: false,
  logger: false,
  code: { optimize: false, regExp: Object.assign(boundedPattern, { code: "linear" }) },
};

const compileOptions: Options = { ...options, meta: false, validateSchema: false };

// Checks schemas against the draft's own schema; made on first use because compiling that takes a while.
const draft7Rules = rulesOf(() => new Ajv(options));
const draft2020Rules = rulesOf(() => new Ajv2020(options));

function rulesOf(create: () => Ajv): { assertValid(schema: JsonObject): void } {
  let rules: Ajv | undefined;
  return {
    assertValid(schema) {
      rules ??= create();
      const { $schema: _, ...unnamed } = schema;
      if (rules.validateSchema(unnamed) !== true) throw new Error(problemOf(rules.errors?.[0]));
    },
  };
}

const cache = createBoundedCache<Validator>(SCHEMAS_CACHED_MAX);

/** Compiles a schema (2020-12, or draft 7 when `$schema` says so) once. Throws when the schema itself is not valid. */
export function schemaValidator(schema: JsonObject): Validator {
  return cache.getOrCreate(JSON.stringify(schema), () => compile(schema));
}

function compile(schema: JsonObject): Validator {
  refill();
  const draft7 = /draft-0[67]/u.test(JSON.stringify(schema["$schema"] ?? ""));
  const counted = withSteps(schema);
  (draft7 ? draft7Rules : draft2020Rules).assertValid(schema);
  refill();
  // An instance per schema, because one keeps all it ever compiled; without the metaschema that is cheap.
  const ajv = draft7 ? new Ajv(compileOptions) : new Ajv2020(compileOptions);
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    validate: areUnique,
    errors: false,
  });
  ajv.addKeyword({ keyword: STEP_KEYWORD, validate: spendOn, errors: false });
  countFirst(ajv);
  const validate: ValidateFunction = ajv.compile(counted);
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

/** Counts before any other keyword runs: one that fails ends the subschema, and its work would go unseen. */
function countFirst(ajv: Ajv): void {
  const groups = ajv.RULES.rules;
  for (const group of groups) {
    const at = group.rules.findIndex((rule) => rule.keyword === STEP_KEYWORD);
    if (at === -1) continue;
    groups.unshift({ rules: group.rules.splice(at, 1) });
    return;
  }
}

function refill(): void {
  budget.steps = STEPS_MAX;
  budget.patternWork = PATTERN_WORK_MAX;
  budget.patternSize = PATTERN_SIZE_MAX;
}

function problemOf(error: ErrorObject | undefined): string {
  return error === undefined
    ? "does not match"
    : `${error.instancePath || "the value"} ${error.message ?? error.keyword}`;
}

/** `pattern` keywords come from the client: linear time, and a bound on the whole. */
function boundedPattern(pattern: string): { test: (text: string) => boolean; toString: () => string } {
  const compiled = compilePattern(pattern);
  budget.patternSize -= compiled.size;
  if (budget.patternSize < 0) throw new PatternError("has patterns that are too large together");
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
