import { type DirectRow, directTable } from "./direct-table.ts";
import { effectiveRows, type Sufficiency, sufficiency } from "./effective-sample.ts";
import { type Estimate, meanEstimate } from "./estimate.ts";
import { type DirectModel, doublyRobust, inversePropensity, selfNormalised } from "./estimators.ts";
import { importanceWeights, type Weighting } from "./importance-weights.ts";
import type { LoggedRow, Outcomes } from "./logged-row.ts";

/** A logged row with what its direct model reads. */
export type EvaluatedRow = LoggedRow & DirectRow;

/** One outcome of the policy, three ways, and of what was really done. */
export type OutcomeEvaluation = {
  readonly inversePropensity: Estimate;
  readonly selfNormalised: Estimate;
  readonly doublyRobust: Estimate;
  /** What was really done, and the policy less it (doubly robust, same rows); `null` when a row's value is unknown. */
  readonly logged: Estimate | null;
  readonly gain: Estimate | null;
};

export type PolicyEvaluation = {
  readonly rows: number;
  readonly effectiveRows: number;
  readonly sufficiency: Sufficiency;
  readonly clipping: Omit<Weighting, "weights">;
  /** `null` when refused. */
  readonly success: OutcomeEvaluation | null;
  /** `null` when refused, or when a row the policy would have chosen has no known cost (latency). */
  readonly costUsd: OutcomeEvaluation | null;
  readonly latencyMs: OutcomeEvaluation | null;
  /** Rows that carry weight and lack a cost. */
  readonly costUnknown: number;
};

/** What another policy would have scored and cost on the log's requests, or why that cannot be said. */
export function evaluatePolicy(rows: readonly EvaluatedRow[]): PolicyEvaluation {
  const { weights, ...clipping } = importanceWeights(rows);
  const effective = effectiveRows(weights);
  const enough = sufficiency(rows.length, effective);
  const evaluate = (value: (row: LoggedRow) => number | null): OutcomeEvaluation | null =>
    enough.enough ? evaluateOutcome(rows, weights, value) : null;
  return {
    rows: rows.length,
    effectiveRows: effective,
    sufficiency: enough,
    clipping,
    success: evaluate((row) => row.reward),
    costUsd: evaluate((row) => row.costUsd),
    latencyMs: evaluate((row) => row.latencyMs),
    costUnknown: rows.filter((row, at) => row.costUsd === null && (weights[at] ?? 0) > 0).length,
  };
}

function evaluateOutcome(
  rows: readonly EvaluatedRow[],
  weights: Float64Array,
  value: (row: LoggedRow) => number | null,
): OutcomeEvaluation | null {
  const values = Float64Array.from(rows, (row) => value(row) ?? Number.NaN);
  if (values.some((one, row) => Number.isNaN(one) && (weights[row] ?? 0) > 0)) return null;
  const model = directTable(rows, values);
  // A row without weight counts by what the model says of it: its own unknown value is not looked at.
  const outcomes = {
    weights,
    values: values.map((one, row) => (Number.isNaN(one) ? model(row).logged : one)),
  };
  return {
    inversePropensity: inversePropensity(outcomes),
    selfNormalised: selfNormalised(outcomes),
    doublyRobust: doublyRobust(outcomes, model),
    ...comparison({ weights, values }, model),
  };
}

function comparison(
  { weights, values }: Outcomes,
  model: DirectModel,
): Pick<OutcomeEvaluation, "logged" | "gain"> {
  if (values.some(Number.isNaN)) return { logged: null, gain: null };
  const gains = values.map((one, row) => {
    const { logged, target } = model(row);
    return target + (weights[row] ?? 0) * (one - logged) - one;
  });
  return {
    logged: meanEstimate(values, values.length),
    gain: meanEstimate(gains, effectiveRows(weights)),
  };
}
