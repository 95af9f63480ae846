const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
/** Above it the continued fraction needs few terms and keeps the digits of a small tail. */
const TAIL_FROM = 3;
const TAIL_TERMS = 60;

function normalPdf(x: number): number {
  return Math.exp(-0.5 * x * x) / ROOT_TWO_PI;
}

/** Chance that a standard normal variable is at most x, with full relative precision in both tails. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x < -TAIL_FROM) return upperTail(-x);
  if (x > TAIL_FROM) return 1 - upperTail(x);
  return 0.5 + normalPdf(x) * oddSeries(x);
}

/** x + x³/3 + x⁵/(3·5) + …, all of one sign (DLMF 7.6.2; G. Marsaglia, J. Stat. Softw. 11(4), 2004). */
function oddSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** φ(x) / (x + 1/(x + 2/(x + 3/(…)))), Laplace's continued fraction (DLMF 7.9.2). */
function upperTail(x: number): number {
  let below = x;
  for (let term = TAIL_TERMS; term >= 1; term--) below = x + term / below;
  return normalPdf(x) / below;
}

/** The x below which the share lies: Abramowitz & Stegun 26.2.23 (error < 5e-4), then Newton's steps in the lower tail. */
export function normalQuantile(share: number): number {
  if (share <= 0 || share >= 1) return share === 0 ? -Infinity : share === 1 ? Infinity : Number.NaN;
  if (share > 0.5) return -normalQuantile(1 - share);
  const t = Math.sqrt(-2 * Math.log(share));
  const top = 2.515517 + t * (0.802853 + t * 0.010328);
  const bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let x = top / bottom - t;
  for (let step = 0; step < 4; step++) {
    // Newton on ln Φ converges however small the tail is.
    const cdf = normalCdf(x);
    x -= (Math.log(cdf / share) * cdf) / normalPdf(x);
  }
  return x;
}
