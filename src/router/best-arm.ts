import { normalCdf } from "../statistics/normal.ts";

/** What is believed of an arm's utility in success points, a normal distribution: success less what it costs. */
export type Utility = { readonly mean: number; readonly deviation: number };

/** Grid points around each arm's mean, in standard deviations of that arm. */
const STEPS = Array.from({ length: 25 }, (_, index) => (index - 12) / 2);
const SPREAD_MAX = 6;
/** Points closer than this share of the narrowest deviation add nothing. */
const GAP_SHARE = 0.3;

/**
 * For each arm the chance that its utility is the largest, P(k) = ∫ f_k(u) Π_{j≠k} F_j(u) du: the chance with
 * which Thompson sampling chooses it. Integrated as masses of the arms' own distributions over a grid that is
 * fine where an arm is sure of itself; the result sums to 1 exactly up to rounding.
 */
export function chancesOfBeingBest(arms: readonly Utility[]): readonly number[] {
  if (arms.length === 1) return [1];
  const grid = gridFor(arms);
  const distributions = arms.map(({ mean, deviation }) =>
    grid.map((utility) => normalCdf((utility - mean) / deviation)),
  );
  const chances = arms.map(() => 0);
  for (let cell = 0; cell + 1 < grid.length; cell++) addCell(chances, distributions, cell);
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return chances.map((chance) => chance / total);
}

/** In one cell the largest utility is arm k's with its mass there times the chance that the others are below. */
function addCell(chances: number[], distributions: readonly Float64Array[], cell: number): void {
  for (const [arm, own] of distributions.entries()) {
    const mass = (own[cell + 1] ?? 0) - (own[cell] ?? 0);
    if (mass <= 0) continue;
    let others = mass;
    for (const [other, theirs] of distributions.entries()) {
      if (other !== arm) others *= ((theirs[cell] ?? 0) + (theirs[cell + 1] ?? 0)) / 2;
    }
    chances[arm] = (chances[arm] ?? 0) + others;
  }
}

/** From the best arm's pessimistic end upwards: below it nothing can be the largest. */
function gridFor(arms: readonly Utility[]): Float64Array {
  const lowest = arms.reduce(
    (most, { mean, deviation }) => Math.max(most, mean - SPREAD_MAX * deviation),
    -Infinity,
  );
  const narrowest = arms.reduce((least, { deviation }) => Math.min(least, deviation), Infinity);
  const points = arms.flatMap(({ mean, deviation }) => STEPS.map((step) => mean + step * deviation));
  const kept = [lowest];
  let last = lowest;
  for (const point of Float64Array.from(points).toSorted()) {
    if (point - last < narrowest * GAP_SHARE) continue;
    kept.push(point);
    last = point;
  }
  return Float64Array.from(kept);
}
