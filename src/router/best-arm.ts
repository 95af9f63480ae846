import { betaCdf, betaDeviation, betaMean, logBeta } from "../statistics/beta.ts";
import type { Beta } from "../statistics/beta.ts";

/** An arm's utility: a Beta-distributed success less a known penalty, both in success points. */
export type Utility = { readonly success: Beta; readonly penalty: number };

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
  const distributions = arms.map((arm) => distributionOn(grid, arm));
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
  const points: number[] = [];
  let lowest = -Infinity;
  let narrowest = Infinity;
  for (const { success, penalty } of arms) {
    const mean = betaMean(success);
    const deviation = betaDeviation(success);
    narrowest = Math.min(narrowest, deviation);
    lowest = Math.max(lowest, clamp(mean - SPREAD_MAX * deviation) - penalty);
    points.push(-penalty, 1 - penalty);
    for (const step of STEPS) points.push(clamp(mean + step * deviation) - penalty);
  }
  const sorted = Float64Array.from(points.filter((point) => point > lowest)).toSorted();
  const kept = [lowest];
  let last = lowest;
  for (const point of sorted) {
    if (point - last < narrowest * GAP_SHARE) continue;
    kept.push(point);
    last = point;
  }
  // The very top must be in, however close: all mass lies below it.
  const top = sorted.at(-1);
  if (top !== undefined && top > last) kept.push(top);
  return Float64Array.from(kept);
}

function distributionOn(grid: Float64Array, { success, penalty }: Utility): Float64Array {
  const norm = logBeta(success);
  const mean = betaMean(success);
  const far = (SPREAD_MAX + 4) * betaDeviation(success);
  return grid.map((utility) => {
    const x = utility + penalty;
    if (x <= mean - far) return 0;
    return x >= mean + far ? 1 : betaCdf(x, success, norm);
  });
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
