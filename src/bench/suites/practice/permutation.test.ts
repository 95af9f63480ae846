import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { permute } from "./permutation.ts";

describe("permute", () => {
  it("maps every size onto itself without a collision", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.nat(), (size, key) => {
        const images = new Set(Array.from({ length: size }, (_, point) => permute(point, size, key)));
        expect(images.size).toBe(size);
        expect(Math.max(...images)).toBe(size - 1);
      }),
      { numRuns: 50 },
    );
  });

  it("scatters neighbouring points of a large space", () => {
    const size = 8e9;
    const images = Array.from({ length: 1000 }, (_, point) => permute(point, size, 7));
    expect(new Set(images).size).toBe(1000);
    expect(images.every((image) => Number.isInteger(image) && image >= 0 && image < size)).toBe(true);
    const lowHalf = images.filter((image) => image < size / 2).length;
    expect(lowHalf).toBeGreaterThan(400);
    expect(lowHalf).toBeLessThan(600);
  });
});
