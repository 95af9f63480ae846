/** A false alarm in so many pairs happens with at most this chance. */
const PAIRS = 10_000;
const FALSE_ALARM_SHARE = 0.05;
/** Shares of the capital put at risk, small ones for small lags. */
const BETS = [0.05, 0.1, 0.2, 0.4, 0.8];

/** Watches the pairs of a policy that serves for a mean difference below minus the tolerance. */
export type WorseTest = { observe(difference: number): void; readonly alarm: boolean };

/**
 * The e-process of inferiority, begun anew at every pair and summed (an e-detector: Shin, Ramdas and Rinaldo 2022,
 * arXiv:2203.03532), so that good times before do not hide bad ones now. While the mean difference is no less than
 * −tolerance, R less the number of pairs is a supermartingale: P(R reaches n/α within n pairs) ≤ α.
 */
export function openWorseTest(toleranceShare: number): WorseTest {
  const sums = BETS.map(() => 0);
  let alarm = false;
  return {
    observe(difference) {
      let total = 0;
      for (const [index, bet] of BETS.entries()) {
        const factor = 1 + (bet * (-difference - toleranceShare)) / (1 + toleranceShare);
        const sum = ((sums[index] ?? 0) + 1) * factor;
        sums[index] = sum;
        total += sum;
      }
      alarm ||= total / BETS.length >= PAIRS / FALSE_ALARM_SHARE;
    },
    get alarm() {
      return alarm;
    },
  };
}
