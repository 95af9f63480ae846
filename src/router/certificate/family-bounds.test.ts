import { expect, test } from "vitest";
import { familyBounds } from "./family-bounds.ts";
import { meanLowerBound } from "./mean-bound.ts";

test("the worst family comes first, bounded so that all bounds hold together", () => {
  const differences = new Float64Array(900).fill(-1, 600, 660);
  const families = Array.from(
    differences,
    (_, row) => ["algebra", null, "law"][Math.floor(row / 300)] ?? null,
  );
  const bounds = familyBounds({ differences, families, confidence: 0.95, method: "t" });
  expect(bounds.map(({ family, rows, difference }) => [family, rows, difference])).toEqual([
    ["law", 300, -0.2],
    ["algebra", 300, 0],
  ]);
  expect(bounds[0]?.lowerBound).toBe(meanLowerBound(differences.slice(600), 0.975, "t"));
});

test("without families there is nothing to bound", () => {
  expect(
    familyBounds({ differences: new Float64Array(5), families: [null], confidence: 0.95, method: "t" }),
  ).toEqual([]);
});
