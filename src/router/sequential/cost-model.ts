/**
 * What a call to an expert is expected to cost: a straight line in the tokens of the prompt, one per expert. The output's
 * length is in the intercept: it varies less with the prompt than with the expert.
 */
export type CostModel = {
  readonly baseUsd: readonly number[];
  readonly usdPerToken: readonly number[];
  /** What its mean latency is worth, where the objective prices time; else 0. */
  readonly extraUsd: readonly number[];
  /** Mean cost of a call to the reference: λ counts in it. */
  readonly unitUsd: number;
};

/** Pull of the slope towards 0, as a share of the tokens' own sum of squares. */
const PULL = 0.02;

/** Least squares; the mean alone where the slope would be negative. `null` when no cost is known. */
export function fitCostLine(
  tokens: Float64Array,
  usd: Float64Array,
): { readonly base: number; readonly slope: number } | null {
  let [n, x, y, xx, xy] = [0, 0, 0, 0, 0];
  for (let row = 0; row < usd.length; row++) {
    if (Number.isNaN(usd[row]!)) continue;
    n++;
    x += tokens[row]!;
    y += usd[row]!;
    xx += tokens[row]! ** 2;
    xy += tokens[row]! * usd[row]!;
  }
  if (n === 0) return null;
  const spread = xx - (x * x) / n + PULL * xx;
  const slope = spread > 0 ? Math.max(0, (xy - (x * y) / n) / spread) : 0;
  return { base: (y - slope * x) / n, slope };
}

export function expectedUsd(model: CostModel, expert: number, tokens: number): number {
  return Math.max(0, model.baseUsd[expert]! + model.usdPerToken[expert]! * tokens);
}
