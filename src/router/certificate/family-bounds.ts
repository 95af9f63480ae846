import { pairedDifference } from "../../statistics/paired-difference.ts";
import { meanLowerBound } from "./mean-bound.ts";
import type { BoundMethod } from "./mean-bound.ts";

export type FamilyBound = {
  readonly family: string;
  readonly rows: number;
  readonly difference: number;
  readonly lowerBound: number;
};

export type FamilyRows = {
  readonly differences: Float64Array;
  /** Family of each row; `null` rows belong to none. */
  readonly families: readonly (string | null)[];
  readonly confidence: number;
  readonly method: BoundMethod;
};

/**
 * A lower bound per family that all hold together with the confidence (Bonferroni), the worst first: an average that is
 * fine may hide one kind of task that is not.
 */
export function familyBounds({
  differences,
  families,
  confidence,
  method,
}: FamilyRows): readonly FamilyBound[] {
  const byFamily = new Map<string, number[]>();
  for (const [row, family] of families.entries()) {
    const difference = differences[row];
    if (family === null || difference === undefined) continue;
    const rows = byFamily.get(family) ?? [];
    rows.push(difference);
    byFamily.set(family, rows);
  }
  const each = 1 - (1 - confidence) / Math.max(1, byFamily.size);
  return [...byFamily]
    .map(([family, rows]) => ({
      family,
      rows: rows.length,
      difference: pairedDifference(rows).mean,
      lowerBound: meanLowerBound(rows, each, method),
    }))
    .toSorted((one, other) => one.lowerBound - other.lowerBound);
}
