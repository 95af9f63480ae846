import * as fc from "fast-check";
import { expect, test } from "vitest";
import { extractFeatures } from "./extract.ts";
import { HASH_BINS } from "./features.ts";
import type { Features } from "./features.ts";
import { EMPTY_VIEW } from "./request-view.ts";
import type { RequestView } from "./request-view.ts";
import { DENSE_NAMES } from "./shape.ts";

const anyText = fc.oneof(
  fc.string({ maxLength: 5_000 }),
  fc.string({ unit: "binary", maxLength: 3_000 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 3_000 }).map((codes) => {
    return String.fromCharCode(...codes);
  }),
  fc.constantFrom("", "\ud800", "\udc00\udc00", "a".repeat(100_000), "\n".repeat(9_000), "İ".repeat(3_000)),
);

const anyView: fc.Arbitrary<RequestView> = fc.record({
  text: anyText,
  system: fc.option(anyText),
  family: fc.option(fc.string()),
  origin: fc.option(fc.string()),
  turns: fc.oneof(fc.integer(), fc.constant(Number.NaN)),
  tools: fc.integer(),
  jsonSchema: fc.boolean(),
  images: fc.integer(),
  outputTokensMax: fc.option(fc.oneof(fc.integer(), fc.constant(Infinity))),
  effort: fc.option(fc.oneof(fc.string(), fc.constantFrom("low", "high", "__proto__", "constructor"))),
});

test("whatever the request, its features are finite, bounded, sorted and of length one", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      const { bins, values, dense } = extractFeatures(view);
      expect(bins.length).toBe(values.length);
      expect(dense.length).toBe(DENSE_NAMES.length);
      for (const value of dense) expect(Math.abs(value)).toBeLessThanOrEqual(1);
      expect(bins.every((bin, at) => bin < HASH_BINS && bin > (bins[at - 1] ?? -1))).toBe(true);
      expect(values.includes(0)).toBe(false);
      const norm = Math.hypot(...values);
      expect(bins.length === 0 ? 1 : norm).toBeCloseTo(1, 4);
    }),
    { numRuns: 200 },
  );
});

test("the same request has the same features, whatever was read in between", () => {
  fc.assert(
    fc.property(anyView, anyView, (view, other) => {
      const first = extractFeatures(view);
      extractFeatures(other);
      expect(extractFeatures(view)).toEqual(first);
    }),
    { numRuns: 50 },
  );
});

test("ten megabytes of one character give features of a text no longer than the window", () => {
  const { bins, dense, inputTokensEstimate } = extractFeatures(viewOf("a".repeat(10_000_000)));
  expect(bins.length).toBeLessThan(20);
  expect(dense[0]).toBe(1);
  expect(inputTokensEstimate).toBeCloseTo(10_000_000 / 3.8);
});

test("both ends of a long text are read and its middle is not", () => {
  const plain = around("zebra", "zebra", "zebra");
  expect(around("zebra", "horse", "zebra")).toEqual(plain);
  expect(around("horse", "zebra", "zebra").bins).not.toEqual(plain.bins);
  expect(around("zebra", "zebra", "horse").bins).not.toEqual(plain.bins);
});

test("texts on the same subject are nearer to each other than to another subject", () => {
  const [first, second, third] = [
    "What is the derivative of the function f(x) = x^2 at the point x = 3?",
    "Find the derivative of the function g(x) = sin x at the point x = 0.",
    "Who was the emperor of Rome when the apostle Paul was imprisoned?",
  ].map((text) => extractFeatures(viewOf(text)));
  expect(cosine(first!, second!)).toBeGreaterThan(cosine(first!, third!) + 0.1);
});

test("the numbers in a text do not matter but their lengths do", () => {
  expect(extractFeatures(viewOf("add 123 and 45"))).toEqual(extractFeatures(viewOf("add 987 and 60")));
  expect(extractFeatures(viewOf("add 123 and 45")).bins).not.toEqual(
    extractFeatures(viewOf("add 1 and 45")).bins,
  );
});

test("the system prompt's beginning is one fact of its own", () => {
  const bare = extractFeatures(viewOf("hello"));
  const triage = extractFeatures({ ...viewOf("hello"), system: "You sort tickets." });
  expect(triage.bins.length).toBe(bare.bins.length + 1);
  expect(cosine(bare, triage)).toBeLessThan(0.9);
});

test("option lines, blanks and limits show in the shape", () => {
  const choice = shape(viewOf("2 + 2 = ____\nA. 4 apples\nB. 22 pears\n(C) none"));
  expect(choice("option_lines")).toBeCloseTo(0.3);
  expect(choice("option_numeric")).toBeCloseTo(2 / 3);
  expect(choice("blanks")).toBeGreaterThan(0);
  expect(shape({ ...EMPTY_VIEW, effort: "high" })("effort")).toBeGreaterThan(0);
  expect(shape(EMPTY_VIEW)("effort")).toBe(0);
});

function around(head: string, middle: string, tail: string): Features {
  return extractFeatures(viewOf(`${head}${"x ".repeat(5_000)}${middle}${"x ".repeat(5_000)}${tail}`));
}

function shape(view: RequestView): (name: (typeof DENSE_NAMES)[number]) => number {
  const { dense } = extractFeatures(view);
  return (name) => dense[DENSE_NAMES.indexOf(name)]!;
}

function viewOf(text: string): RequestView {
  return { ...EMPTY_VIEW, text };
}

function cosine(left: Features, right: Features): number {
  const values = new Map(Array.from(right.bins, (bin, at) => [bin, right.values[at]!]));
  return left.bins.reduce((sum, bin, at) => sum + left.values[at]! * (values.get(bin) ?? 0), 0);
}
