import { describe, expect, test } from "vitest";
import { checkSchema } from "./check-schema.ts";

const REFUSED = expect.objectContaining({
  code: "invalid_request",
  param: "response_format",
  elsewhere: true,
});

function numbered(length: number): string[] {
  return Array.from({ length }, (_, index) => `v${index}`);
}

function nested(levels: number): object {
  let schema: object = { type: "string" };
  for (let level = 1; level < levels; level++) schema = { type: "array", items: schema };
  return schema;
}

describe("a schema", () => {
  test.each([
    { type: "object" },
    { type: "object", properties: { type: { type: "string" }, enum: { const: 1 } } },
    { type: ["string", "null"] },
    { enum: numbered(499) },
    {
      $ref: "#/$defs/node",
      $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" } } } },
    },
    nested(64),
  ])("of a size and kind that a grammar can keep passes: %#", (schema) => {
    expect(checkSchema(schema)).toBe(JSON.stringify(schema));
  });

  test.each([
    ["500 enum values", { enum: numbered(500) }],
    [
      "600 properties",
      {
        type: "object",
        properties: Object.fromEntries(numbered(600).map((name) => [name, { type: "null" }])),
      },
    ],
    ["33,000 characters", { type: "string", description: "x".repeat(33_000) }],
    ["65 levels", nested(65)],
    ["100,000 levels", nested(100_000)],
    ["an unknown type", { type: "strng" }],
    [
      "an unknown type below",
      { type: "object", properties: { a: { type: "array", items: { type: "date" } } } },
    ],
    ["an object among types", { type: ["object", "null"] }],
    ["no type", { description: "anything" }],
    ["anyOf", { anyOf: [{ type: "string" }, { type: "null" }] }],
    ["a reference to nowhere", { type: "object", properties: { a: { $ref: "#/definitions/a" } } }],
    ["a list", []],
  ])("with %s is refused", (_title, schema) => {
    expect(() => checkSchema(schema)).toThrow(REFUSED);
  });
});
