/** A Beta distribution: what is known of a chance after `alpha` successes and `beta` failures. */
export type Beta = { readonly alpha: number; readonly beta: number };

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0. Lanczos' approximation with g = 7 and 9 terms (P. Godfrey's coefficients), about 15 digits. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  let sum = 0.99999999999980993;
  for (let term = 0; term < LANCZOS.length; term++) sum += (LANCZOS[term] ?? 0) / (shifted + term + 1);
  const base = shifted + LANCZOS.length - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
}

/** ln B(α, β) = ln Γ(α) + ln Γ(β) − ln Γ(α + β) (DLMF 5.12.1). */
export function logBeta({ alpha, beta }: Beta): number {
  return logGamma(alpha) + logGamma(beta) - logGamma(alpha + beta);
}

export function betaMean({ alpha, beta }: Beta): number {
  return alpha / (alpha + beta);
}

/** √(αβ / (n² (n + 1))) with n = α + β. */
export function betaDeviation({ alpha, beta }: Beta): number {
  const count = alpha + beta;
  return Math.sqrt((alpha * beta) / (count + 1)) / count;
}

/** ln of the density x^(α−1) (1−x)^(β−1) / B(α, β) for 0 < x < 1. */
export function logBetaPdf(x: number, shape: Beta): number {
  return (shape.alpha - 1) * Math.log(x) + (shape.beta - 1) * Math.log1p(-x) - logBeta(shape);
}

/**
 * Chance that the variable is at most x: the regularised incomplete beta function by the continued fraction
 * of DLMF 8.17.22, on the side where it converges fast (8.17.4). The norm, ln B, may be passed in when known.
 */
export function betaCdf(x: number, shape: Beta, norm = logBeta(shape)): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const { alpha, beta } = shape;
  const front = Math.exp(alpha * Math.log(x) + beta * Math.log1p(-x) - norm);
  return x < (alpha + 1) / (alpha + beta + 2)
    ? (front * continuedFraction(x, alpha, beta)) / alpha
    : 1 - (front * continuedFraction(1 - x, beta, alpha)) / beta;
}

const TERMS_MAX = 1_000;
const PRECISION = 1e-12;
const TINY = 1e-300;

/** Evaluated front to back by the modified Lentz method (Thompson & Barnett, J. Comput. Phys. 64, 1986). */
function continuedFraction(x: number, alpha: number, beta: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((alpha + beta) * x) / (alpha + 1));
  let value = d;
  for (let term = 1; term <= TERMS_MAX; term++) {
    const end = alpha + 2 * term;
    const even = (term * (beta - term) * x) / ((end - 1) * end);
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(alpha + term) * (alpha + beta + term) * x) / (end * (end + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
