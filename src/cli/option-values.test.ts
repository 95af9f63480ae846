import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkOneOf, listOf, numberOf, shareOf, wholeNumberOf } from "./option-values.ts";

const TOLERANCE = { min: 0, max: 0.5 };

describe("shares on the command line", () => {
  test("points, percent and plain shares mean the same", () => {
    for (const text of ["1pt", "1pts", "1 pt", "1%", "1 %", "0.01", ".01", "1.0pt"])
      expect(shareOf("--tolerance", text, TOLERANCE)).toBeCloseTo(0.01, 12);
    expect(shareOf("--tolerance", "0", TOLERANCE)).toBe(0);
    expect(shareOf("--confidence", "95%", { min: 0.5, max: 0.9999 })).toBe(0.95);
  });
  test.each(["1", "-1pt", "60%", "", "pt", "1e-2", "1pt1", "NaN", "Infinity", "0x1"])(
    "%j is refused, quoted",
    (text) => {
      expect(() => shareOf("--tolerance", text, TOLERANCE)).toThrow(
        `--tolerance cannot be ${JSON.stringify(text)}`,
      );
    },
  );
  test("any number of points is read as that", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), (hundredths) => {
        const points = (hundredths / 100).toFixed(2);
        expect(shareOf("--t", `${points}pt`, TOLERANCE)).toBeCloseTo(hundredths / 10_000, 12);
      }),
      { seed: 1 },
    );
  });
});

describe("other values", () => {
  test("numbers are finite and within their range", () => {
    expect(numberOf("--usd", "0.5", { min: 0 })).toBe(0.5);
    for (const text of ["", " ", "x", "-1", "Infinity", "NaN"])
      expect(() => numberOf("--usd", text, { min: 0 })).toThrow("--usd cannot be");
  });
  test("whole numbers are digits alone", () => {
    expect(wholeNumberOf("--calls", "4", { min: 1, max: 4 })).toBe(4);
    for (const text of ["0", "5", "1.5", "1e1", "", "-1", "９"])
      expect(() => wholeNumberOf("--calls", text, { min: 1, max: 4 })).toThrow("from 1 to 4");
  });
  test("names are separated by commas, each once", () => {
    expect(listOf("--models", " a, b ,c,")).toEqual(["a", "b", "c"]);
    expect(() => listOf("--models", ",")).toThrow("names nothing");
    expect(() => listOf("--models", "a,b,a")).toThrow('"a" twice');
  });
  test("a word is one of those that are allowed, which are named otherwise", () => {
    expect(() => checkOneOf("--hide", "x", ["subtask"])).toThrow('--hide cannot be "x"; give subtask');
  });
});
