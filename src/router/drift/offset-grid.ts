/**
 * Baselines that are told apart: by how many logits an expert is really better than predicted. ±4 covers every expert
 * between 2 % and 98 % even when nothing was predicted at all.
 */
const GRID_STEP = 1 / 16;
const HALF = 64;
export const GRID_SIZE = 2 * HALF + 1;

/** What the odds of a right answer are multiplied by at each point. */
export const ODDS_FACTORS = Float64Array.from({ length: GRID_SIZE }, (_, point) => Math.exp(offsetAt(point)));

function offsetAt(point: number): number {
  return (point - HALF) * GRID_STEP;
}

/** What is believed before any answer: predictions are off by about one logit. */
export function priorOffsets(): Float64Array {
  const prior = Float64Array.from({ length: GRID_SIZE }, (_, point) => Math.exp(-0.5 * offsetAt(point) ** 2));
  const total = prior.reduce((sum, mass) => sum + mass, 0);
  return prior.map((mass) => mass / total);
}

/** The points at which there is belief worth the arithmetic. */
export type Window = { readonly from: number; readonly to: number };

const NEGLIGIBLE = 1e-15;

/** Where a point or its neighbour still has mass, so that the window can follow a baseline that moves. */
export function windowOf(masses: Float64Array): Window {
  const from = Math.max(0, masses.findIndex(isWorthIt) - 1);
  return { from, to: Math.min(masses.length, masses.findLastIndex(isWorthIt) + 2) };
}

function isWorthIt(mass: number): boolean {
  return mass > NEGLIGIBLE;
}

/** Lets mass wander to the neighbouring points so that its variance grows by so much; nothing leaves at the ends. */
export function spread(masses: Float64Array, { from, to }: Window, variance: number): void {
  const share = variance / (2 * GRID_STEP * GRID_STEP);
  let left = masses[from] ?? 0;
  for (let point = from; point < to; point++) {
    const own = masses[point] ?? 0;
    const right = masses[Math.min(point + 1, to - 1)] ?? 0;
    masses[point] = own + share * (left + right - 2 * own);
    left = own;
  }
}

export function sumOf(masses: Float64Array, { from, to }: Window): number {
  let sum = 0;
  for (let point = from; point < to; point++) sum += masses[point] ?? 0;
  return sum;
}

/** Multiplies what is in the window and forgets the rest. */
export function scale(masses: Float64Array, { from, to }: Window, factor: number): void {
  for (let point = from; point < to; point++) masses[point] = (masses[point] ?? 0) * factor;
  masses.fill(0, 0, from).fill(0, to);
}
