import * as fc from "fast-check";
import { expect, test } from "vitest";
import { asRecorded, decodeFeatures, encodeFeatures } from "./encode-features.ts";
import { extractFeatures } from "./extract.ts";
import { NO_FEATURES } from "./features.ts";
import { EMPTY_VIEW } from "./request-view.ts";

const PROSE = "The committee, having read all 214 letters, asked whether the bridge could bear 40 tonnes. ";

test("features come back from the ledger as they were, shape to within half a step", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 2_500 }),
      fc.option(fc.string({ maxLength: 200 })),
      fc.option(fc.string({ unit: "binary", maxLength: 90 })),
      (text, family, origin) => {
        const features = extractFeatures({ ...EMPTY_VIEW, text: PROSE + text, family, origin });
        const decoded = decodeFeatures(encodeFeatures(features));
        expect(decoded?.bins).toEqual(features.bins);
        expect(decoded?.family).toBe(family);
        expect(decoded?.origin).toBe(origin);
        decoded?.values.forEach((value, at) => expect(value).toBeCloseTo(features.values[at]!, 5));
        decoded?.dense.forEach((value, at) =>
          expect(Math.abs(value - features.dense[at]!)).toBeLessThanOrEqual(0.51 / 127),
        );
        expect(decoded?.inputTokensEstimate).toBeCloseTo(features.inputTokensEstimate, 2);
      },
    ),
    { numRuns: 40 },
  );
});

test("a text in which nothing occurs once keeps its direction", () => {
  const features = extractFeatures({ ...EMPTY_VIEW, text: "yes no yes ".repeat(100) });
  const decoded = decodeFeatures(encodeFeatures(features))!;
  const cosine = decoded.values.reduce((sum, value, at) => sum + value * features.values[at]!, 0);
  expect(decoded.bins).toEqual(features.bins);
  expect(cosine).toBeGreaterThan(0.97);
});

function words(count: number): string {
  return Array.from({ length: count }, (_, at) => ((at * 2_654_435_761) % 46_656).toString(36)).join(" ");
}

test("what decides is what the ledger keeps", () => {
  for (const text of [
    words(400),
    words(60),
    words(9),
    PROSE,
    "",
    "yes no yes ".repeat(100),
    "a".repeat(5_000),
  ])
    for (const family of ["sums", "x".repeat(5_000), null]) {
      const features = extractFeatures({ ...EMPTY_VIEW, text, family });
      const kept = decodeFeatures(encodeFeatures(features))!;
      const { values, ...rest } = asRecorded(features);
      expect({ ...rest, values: kept.values }).toStrictEqual(kept);
      values.forEach((value, at) => expect(value).toBeCloseTo(kept.values[at]!, 6));
    }
});

test("nothing known is a few characters and comes back", () => {
  const encoded = encodeFeatures({ ...NO_FEATURES, dense: extractFeatures(EMPTY_VIEW).dense });
  expect(encoded.length).toBeLessThan(80);
  expect(decodeFeatures(encoded)?.bins).toHaveLength(0);
  expect(decodeFeatures(encodeFeatures(NO_FEATURES))?.family).toBeNull();
});

test("two thousand characters of prose take about a kilobyte and a half", () => {
  expect(encodeFeatures(extractFeatures({ ...EMPTY_VIEW, text: words(400) })).length).toBeLessThan(1_800);
});

test("names longer than a tag's limit are left out", () => {
  const features = extractFeatures({ ...EMPTY_VIEW, text: PROSE, family: "x".repeat(5_000) });
  expect(decodeFeatures(encodeFeatures(features))?.family).toBeNull();
});

test("another version, garbage and cut text are not features", () => {
  const encoded = encodeFeatures(extractFeatures({ ...EMPTY_VIEW, text: PROSE, family: "sums" }));
  const middle = Math.floor(encoded.indexOf(".", 5) / 2);
  const wrong = [
    "",
    "f",
    `f0${encoded.slice(2)}`,
    encoded.slice(0, middle),
    encoded.slice(0, -2),
    `${encoded}x`,
  ];
  for (const text of [...wrong, encoded.replace(/\..*\./, ".AAAA."), "f1.!!!!.[null,null]"]) {
    expect(decodeFeatures(text)).toBeNull();
  }
});

test("whatever text is decoded, it throws nothing and gives sorted bins or null", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const decoded = decodeFeatures(`f1.${Buffer.from(bytes).toString("base64")}.[null,null]`);
      const bins = decoded?.bins ?? new Uint16Array();
      expect(bins.every((bin, at) => bin > (bins[at - 1] ?? -1))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
