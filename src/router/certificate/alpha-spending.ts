/**
 * The chance of a false certificate that the k-th trial may use when all trials together may use `alpha`: α/(k(k+1)),
 * which sums to α over infinitely many. Trials are a mixture's successive policies, or families as they turn up.
 */
export function alphaOfTrial(alpha: number, trial: number): number {
  return alpha / (trial * (trial + 1));
}
