import type { DirectModel } from "./estimators.ts";

/** What the direct model knows of a row: who answered, what kind of work it was, and whom the policy would have asked. */
export type DirectRow = {
  readonly family: string | null;
  readonly expert: string;
  /** Chances of the policy under evaluation, by expert. */
  readonly targets: ReadonlyMap<string, number>;
};

/** How many rows an expert's mean counts for in a family, and the mean of all in an expert's. */
const SHRINKAGE = 10;
const FOLDS = 5;

type Sum = { n: number; total: number };

/**
 * Shrunken means per family and expert, each row's prediction from the other folds alone: a model that has seen the row
 * it corrects would hide its own error. Unknown values (NaN) are left out.
 */
export function directTable(rows: readonly DirectRow[], values: Float64Array): DirectModel {
  const folds = Array.from({ length: FOLDS }, (_, fold) =>
    sumsOf(rows, values, (row) => row % FOLDS !== fold),
  );
  return (row) => {
    const at = rows[row];
    const sums = folds[row % FOLDS];
    if (at === undefined || sums === undefined) return { logged: 0, target: 0 };
    let target = 0;
    for (const [expert, chance] of at.targets) target += chance * predict(sums, at.family, expert);
    return { logged: predict(sums, at.family, at.expert), target };
  };
}

type Sums = { readonly all: Sum; readonly experts: Map<string, Sum>; readonly families: Map<string, Sum> };

function sumsOf(rows: readonly DirectRow[], values: Float64Array, kept: (row: number) => boolean): Sums {
  const sums: Sums = { all: { n: 0, total: 0 }, experts: new Map(), families: new Map() };
  for (const [row, { family, expert }] of rows.entries()) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value) || !kept(row)) continue;
    const key = familyKey(family, expert);
    for (const sum of [sums.all, sumOf(sums.experts, expert), sumOf(sums.families, key)]) {
      sum.n += 1;
      sum.total += value;
    }
  }
  return sums;
}

function predict(sums: Sums, family: string | null, expert: string): number {
  const all = sums.all.n === 0 ? 0 : sums.all.total / sums.all.n;
  const own = shrunk(sums.experts.get(expert), all);
  return shrunk(sums.families.get(familyKey(family, expert)), own);
}

function shrunk(sum: Sum | undefined, towards: number): number {
  if (sum === undefined) return towards;
  return (sum.total + SHRINKAGE * towards) / (sum.n + SHRINKAGE);
}

function sumOf(sums: Map<string, Sum>, key: string): Sum {
  let sum = sums.get(key);
  if (sum === undefined) sums.set(key, (sum = { n: 0, total: 0 }));
  return sum;
}

function familyKey(family: string | null, expert: string): string {
  return family === null ? expert : `${expert}\n${family}`;
}
