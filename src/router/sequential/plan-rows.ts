/** Verified rows as a plan is learnt from them, row-major over the plan's experts. Nothing here was seen by its own prediction. */
export type PlanRows = {
  readonly count: number;
  readonly experts: number;
  /** Share right; NaN where the expert was not asked. */
  readonly score: Float64Array;
  /** Same numbers in a row are the same answer; negative as in the outcome table. */
  readonly answer: Int32Array;
  /** log-odds of the predicted P(right), from models that have not seen the row. */
  readonly logit: Float64Array;
  /** What the call did cost, in units of the reference's mean. */
  readonly cost: Float64Array;
  /** What it was expected to cost, in the same unit. */
  readonly expectedCost: Float64Array;
};

/** Log-odds are kept within this: beyond it a prediction is as good as certain. */
const LOGIT_MAX = 4.5;

export function boundedLogit(probability: number): number {
  const logit = Math.log(probability / (1 - probability));
  return Math.min(LOGIT_MAX, Math.max(-LOGIT_MAX, logit));
}
