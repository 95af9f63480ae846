import { evaluateCandidates, judgedRows } from "../../router/learner/evaluate-candidates.ts";
import { learnCandidates } from "../../router/learner/learn-candidates.ts";
import type { PolicyObjective } from "../../router/learner/policy-artefact.ts";
import { splitRows } from "../../router/learner/split-rows.ts";
import type { SuccessModelKind } from "../../router/success/success-model.ts";
import type { FrontierRows } from "./frontier-baselines.ts";
import { expertOutcomes } from "./frontier-baselines.ts";
import { frontierPoint } from "./frontier-point.ts";
import type { FrontierPoint } from "./frontier.ts";

/** Only says that money counts: the curve is drawn at every price of the learner's own grid. */
const OBJECTIVE: PolicyObjective = { type: "match", toleranceShare: 0.01, confidence: 0.95 };

/** Judged on these and learnt from the others: one fit per curve, where taking turns would be five. */
const JUDGED_SHARE = 0.4;

export type CurveOptions = {
  readonly kind: SuccessModelKind;
  readonly callsMax: number;
  readonly seed: number;
};

/** The questions that curves of this seed are judged on; everything else in a frontier is too. */
export function judgedRowsOf({ table, rows }: FrontierRows, seed: number): Int32Array {
  return splitRows(table, rows, { shares: [JUDGED_SHARE, 1 - JUDGED_SHARE], seed })[0]!;
}

/** One policy at every price, each judged on questions it was not learnt from. Nothing is chosen in hindsight. */
export function learntCurve(of: FrontierRows, options: CurveOptions): readonly FrontierPoint[] {
  const candidates = learnCandidates(of.table, of.rows, {
    ...options,
    reference: of.table.experts[of.reference]!,
    objective: OBJECTIVE,
    validationShare: JUDGED_SHARE,
  });
  const judged = judgedRows(candidates);
  const reference = expertOutcomes({ ...of, rows: judged.rows }, of.reference).score;
  return evaluateCandidates(candidates, of.table, judged).map(({ score, cost, calls }, at) =>
    frontierPoint(`λ = ${candidates.lambdas[at]}`, { score, cost, calls: meanOf(calls) }, reference),
  );
}

function meanOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
