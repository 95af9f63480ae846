/**
 * One verified answer of the log, seen from a policy that did not make the choice. Evaluation is about such rows only,
 * whatever they were logged for; unknown cost or latency is `null`.
 */
export type LoggedRow = {
  /** Chance with which the expert that answered was chosen, as recorded when it was. */
  readonly propensity: number;
  /** Chance with which the policy under evaluation would have chosen the same expert. */
  readonly target: number;
  /** Share right in [0, 1]. */
  readonly reward: number;
  readonly costUsd: number | null;
  readonly latencyMs: number | null;
};

/** What the rows are asked about: a number per row, all of them known. */
export type Outcomes = { readonly weights: Float64Array; readonly values: Float64Array };
