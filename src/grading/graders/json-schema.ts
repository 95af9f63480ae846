import { z } from "zod";
import type { JsonObject } from "../../core/json.ts";
import type { Grade, Grader } from "../grader.ts";
import { jsonKey } from "../answer-key-text.ts";
import { readJson } from "../extract/json-text.ts";
import { quoted, SCHEMA_BYTES_MAX, SCHEMA_DEPTH_MAX } from "../limits.ts";
import { schemaValidator } from "../schema-validator.ts";

const jsonSchemaCheck = z
  .strictObject({
    type: z.literal("json-schema"),
    schema: z.custom<JsonObject>((value) => isObject(value), {
      error: "must be a JSON schema (an object)",
    }),
  })
  .superRefine((check, context) => {
    const message = problemOf(check.schema);
    if (message !== null)
      context.addIssue({ code: "custom", path: ["schema"], message, input: check.schema });
  });

type JsonSchemaCheck = z.infer<typeof jsonSchemaCheck>;

/** The answer is JSON (bare, or in a fenced block) that the schema accepts. `format` is not checked. */
export const jsonSchema = {
  type: "json-schema",
  summary: "the answer is JSON that a schema accepts",
  version: "1",
  check: jsonSchemaCheck,
  grade(check: JsonSchemaCheck, answer: string): Grade {
    const value = readJson(answer);
    if (value === undefined) return { correct: false, score: 0, reason: `not JSON: ${quoted(answer)}` };
    const verdict = schemaValidator(check.schema)(value);
    if (verdict.type === "valid") return { correct: true, score: 1, reason: "the schema accepts it" };
    if (verdict.type === "invalid") return { correct: false, score: 0, reason: verdict.problem };
    return { correct: null, score: null, reason: "checking this answer against the schema takes too long" };
  },
  key(_check: JsonSchemaCheck, answer: string): string | null {
    return jsonKey(readJson(answer));
  },
} satisfies Grader<JsonSchemaCheck>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function problemOf(schema: JsonObject): string | null {
  if (depthOf(schema) > SCHEMA_DEPTH_MAX * 2) return `is nested deeper than ${SCHEMA_DEPTH_MAX * 2} levels`;
  const bytes = Buffer.byteLength(JSON.stringify(schema));
  if (bytes > SCHEMA_BYTES_MAX) return `has ${bytes} bytes, at most ${SCHEMA_BYTES_MAX} are allowed`;
  try {
    schemaValidator(schema);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : "cannot be compiled";
  }
}

/** Without recursion: it runs before the limit on depth is known to hold. */
function depthOf(value: unknown): number {
  let level: readonly unknown[] = [value];
  for (let depth = 0; ; depth++) {
    const next = level.flatMap((item) =>
      typeof item === "object" && item !== null ? Object.values(item) : [],
    );
    if (next.length === 0 || depth > SCHEMA_DEPTH_MAX * 2) return depth;
    level = next;
  }
}
