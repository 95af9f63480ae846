import * as fc from "fast-check";
import { expect, test } from "vitest";
import { spliceJson } from "./splice-json.ts";

const spliced = (text: string, ...objects: [Record<string, unknown>, Record<string, unknown>]) =>
  spliceJson(Buffer.from(text), ...objects).toString();

const object = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue(), { noNullPrototype: true });
const spacing = fc.constantFrom(0, 1, "\t", " \n ");

test("the spliced text reads as the new object, whatever the text's spacing and escapes", () => {
  fc.assert(
    fc.property(object, object, spacing, (kept, changed, space) => {
      const text = JSON.stringify(kept, null, space);
      const before: Record<string, unknown> = JSON.parse(text);
      const after = { ...before, ...changed, model: "upstream" };
      expect(JSON.parse(spliced(text, before, after))).toEqual(JSON.parse(JSON.stringify(after)));
    }),
    { numRuns: 500 },
  );
});

test("what did not change keeps its bytes, even where JSON has several ways to write it", () => {
  const text = String.raw`{ "a" : 1.50e1 , "model":"x", "b":"\u0041\/" }`;
  const before: Record<string, unknown> = JSON.parse(text);
  expect(spliced(text, before, { ...before, model: "y" })).toBe(
    String.raw`{"a" : 1.50e1 ,"model":"y","b":"\u0041\/" }`,
  );
});

test("of a key that stands twice the last one holds, and a removed member is gone", () => {
  const text = '{"a":1,"a":2,"toque":{"a":[{"}":"]"}]}}';
  const before: Record<string, unknown> = JSON.parse(text);
  const { toque: _ours, ...after } = before;
  expect(spliced(text, before, after)).toBe('{"a":2}');
});

test("a key named __proto__ is only a key", () => {
  const text = '{"__proto__":{"x":1},"model":"a"}';
  const before: Record<string, unknown> = JSON.parse(text);
  expect(spliced(text, before, { ...before, model: "b" })).toBe('{"__proto__":{"x":1},"model":"b"}');
});
