import { betaCdf, logBeta } from "./beta.ts";
import { normalQuantile } from "./normal.ts";

const STEPS_MAX = 200;
const PRECISION = 1e-13;

/** Chance that Student's t with these degrees of freedom is at most x (DLMF 8.17: an incomplete beta function). */
export function studentCdf(x: number, degrees: number): number {
  const tail = betaCdf(degrees / (degrees + x * x), { alpha: degrees / 2, beta: 0.5 }) / 2;
  return x > 0 ? 1 - tail : tail;
}

/**
 * The x below which the share lies. Newton from the normal quantile: beyond the centre the distribution function is
 * concave and the normal one lies nearer to it, so every step is towards the root and none passes it.
 */
export function studentQuantile(share: number, degrees: number): number {
  if (!(degrees > 0) || !(share > 0 && share < 1)) return Number.NaN;
  if (share < 0.5) return -studentQuantile(1 - share, degrees);
  const norm = logBeta({ alpha: degrees / 2, beta: 0.5 }) + 0.5 * Math.log(degrees);
  let x = normalQuantile(share);
  for (let step = 0; step < STEPS_MAX; step++) {
    const density = Math.exp(-norm - ((degrees + 1) / 2) * Math.log1p((x * x) / degrees));
    const move = (share - studentCdf(x, degrees)) / density;
    x += move;
    if (Math.abs(move) <= PRECISION * (1 + x)) break;
  }
  return x;
}
