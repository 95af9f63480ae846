import { describe, expect, it } from "vitest";
import { parseCheck } from "../check.ts";
import { describeGrader } from "../conformance.ts";
import { gradeAnswer } from "../grade.ts";

describeGrader({
  check: {
    type: "json-schema",
    schema: {
      type: "object",
      properties: {
        city: { type: "string", pattern: "^[A-Z]" },
        tags: { type: "array", uniqueItems: true },
        next: { $ref: "#" },
      },
      required: ["city"],
      additionalProperties: false,
    },
  },
  right: [
    '{"city":"Paris"}',
    'Here:\n```json\n{"city": "Paris", "tags": [1, {"a": 1, "b": 2}]}\n```\nDone.',
    '{"city":"Paris","next":{"city":"Rome"}}',
  ],
  wrong: [
    "",
    "Paris",
    '{"city":"paris"}',
    "{}",
    '{"city":"Paris","x":1}',
    '{"city":"Paris","tags":[{"a":1,"b":2},{"b":2,"a":1}]}',
    '```json\n{"city":\n```',
  ],
});

async function grade(schema: unknown, answer: string) {
  return gradeAnswer(parseCheck({ type: "json-schema", schema }, "toque.check"), answer);
}

/** 2^20 applications of the innermost schema to the same value. */
function doublingReferences(innermost: object): object {
  const levels = Array.from({ length: 20 }, (_, at) => {
    const next = { $ref: `#/$defs/level${at + 1}` };
    return [`level${at}`, { allOf: [next, { ...next, minLength: 0 }] }];
  });
  return { $ref: "#/$defs/level0", $defs: { ...Object.fromEntries(levels), level20: innermost } };
}

function objectWithKeys(count: number): string {
  return JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 0])));
}

describe("schemas from clients", () => {
  it.each([
    [{ type: "nonsense" }],
    [{ $ref: "https://example.com/schema.json" }],
    [{ properties: { a: { $id: "x" } } }],
    [{ $async: true }],
    [{ pattern: "(?=a)" }],
    [{ $ref: "#/$defs/none" }],
    [{ toqueStep: false }],
    [{ description: "x".repeat(70_000) }],
    [Array.from({ length: 100 }).reduce((inner) => ({ items: inner }), {})],
    [[]],
    ["true"],
    [{ properties: Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`p${at}`, {}])) }],
    [{ allOf: Array.from({ length: 12 }, (_, at) => ({ pattern: `x{450}${at}` })) }],
  ])("schema %# is refused with the field's name", (schema) => {
    expect(() => parseCheck({ type: "json-schema", schema }, "toque.check")).toThrowError(
      expect.objectContaining({ code: "invalid_request", param: "toque.check.schema" }),
    );
  });
});

describe("what a schema may cost", () => {
  it("a schema whose work doubles with each level of the answer is stopped", async () => {
    const doubling = {
      anyOf: [
        { items: { $ref: "#" }, type: "array" },
        { items: { $ref: "#" }, type: "array" },
      ],
    };
    expect(await grade(doubling, `${"[".repeat(60)}1${"]".repeat(60)}`)).toMatchObject({ correct: null });
  });

  it("a long list is not compared with any number of items", async () => {
    const schema = { items: { not: { enum: Array.from({ length: 2_000 }, (_, at) => [at]) } } };
    expect(await grade(schema, JSON.stringify(Array.from({ length: 100_000 }, () => [-1])))).toMatchObject({
      correct: null,
    });
  });

  it("a large value is not walked once per reference", async () => {
    expect(await grade(doublingReferences({ maxProperties: 1e6 }), objectWithKeys(50_000))).toMatchObject({
      correct: null,
    });
  });

  it("a schema that refers to itself without end is stopped", async () => {
    expect(await grade({ allOf: [{ $ref: "#" }] }, "1")).toMatchObject({ correct: null });
  });

  it("a pattern that hangs a backtracking engine gives a verdict", async () => {
    const answer = JSON.stringify(`${"a".repeat(50_000)}!`);
    expect(await grade({ type: "string", pattern: "^(a+)+$" }, answer)).toMatchObject({ correct: false });
  });

  it("follows draft 7 when the schema says so", async () => {
    const tuple = {
      $schema: "http://json-schema.org/draft-07/schema#",
      items: [{ type: "number" }],
      additionalItems: false,
    };
    expect(await grade(tuple, "[1]")).toMatchObject({ correct: true });
    expect(await grade(tuple, "[1, 2]")).toMatchObject({ correct: false });
  });

  it("keeps two patterns apart", async () => {
    const schema = { properties: { a: { pattern: "^x" }, b: { pattern: "^y" } } };
    expect(await grade(schema, '{"a":"x","b":"y"}')).toMatchObject({ correct: true });
    expect(await grade(schema, '{"a":"x","b":"x"}')).toMatchObject({ correct: false });
  });

  it("says what is wrong and where", async () => {
    const { reason } = await grade({ properties: { n: { type: "integer" } } }, '{"n":"x"}');
    expect(reason).toBe("/n must be integer");
  });
});
