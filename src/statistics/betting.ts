import { whereFallingIsZero } from "./bisection.ts";

/** How often each difference was seen. Order does not matter to a bet, so this is all the history there is to keep. */
export type DifferenceTally = Map<number, number>;

/**
 * Shares of the capital that are put at risk, .05, .10, …, .95, an equal part of the capital on each: how large the lead
 * is is not known. Geometric grids were tried: they need as many pairs, more of them where few pairs differ.
 */
const BETS = Array.from({ length: 19 }, (_, index) => (index + 1) / 20);

/** Differences are rounded down to this step, which can only cost the one who claims; ±1, 0, quarters stay as they are. */
const STEPS_PER_ONE = 1_000;

export function addDifference(tally: DifferenceTally, difference: number): void {
  if (!(difference >= -1 && difference <= 1))
    throw new RangeError(`${difference} is no difference of shares`);
  const step = Math.floor(difference * STEPS_PER_ONE + 1e-6) / STEPS_PER_ONE;
  tally.set(step, (tally.get(step) ?? 0) + 1);
}

export function tallyOf(differences: Iterable<number>): DifferenceTally {
  const tally: DifferenceTally = new Map();
  for (const difference of differences) addDifference(tally, difference);
  return tally;
}

/**
 * ln of the capital of one who bets from 1 against "the mean difference is at most `mean`":
 * K = mean over bets l of Π (1 + l (d − mean) / (1 + mean)). With mean = −δ it is the e-process of non-inferiority.
 * If the claim is true, K ever reaches 1/α with chance at most α, however often one looks (Ville 1939; Waudby-Smith &
 * Ramdas, JRSS-B 2024, arXiv:2010.09686). Differences lie in [−1, 1], so no bet can lose more than it risks.
 */
export function logCapital(tally: DifferenceTally, mean: number): number {
  const logs = BETS.map((bet) => {
    let log = 0;
    for (const [difference, count] of tally)
      log += count * Math.log1p((bet * (difference - mean)) / (1 + mean));
    return log;
  });
  const largest = Math.max(...logs);
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0) / BETS.length);
}

/**
 * Lower bound of the mean difference that holds at all times at once: the means against which the capital has reached
 * 1/α are ruled out. Every factor falls as `mean` rises, so those are exactly the means below one point.
 */
export function bettingLowerBound(tally: DifferenceTally, confidence: number): number {
  let n = 0;
  let sum = 0;
  for (const [difference, count] of tally) {
    n += count;
    sum += count * difference;
  }
  if (n === 0) return -1;
  const needed = -Math.log1p(-confidence);
  return whereFallingIsZero((mean) => logCapital(tally, mean) - needed, { low: -1, high: sum / n });
}
