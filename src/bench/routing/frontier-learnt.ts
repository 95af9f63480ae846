import { evaluateCandidates, judgedRows } from "../../router/learner/evaluate-candidates.ts";
import { learnCandidates } from "../../router/learner/learn-candidates.ts";
import type { PolicyObjective } from "../../router/learner/policy-artefact.ts";
import { SUCCESS_MODEL_KINDS } from "../../router/success/registry.ts";
import { AppError } from "../../core/app-error.ts";
import type { FrontierRows } from "./frontier-baselines.ts";
import { expertOutcomes } from "./frontier-baselines.ts";
import { frontierPoint } from "./frontier-point.ts";
import type { FrontierPoint } from "./frontier.ts";

/** Only says that money counts: the curve is drawn at every price of the learner's own grid. */
const OBJECTIVE: PolicyObjective = { type: "match", toleranceShare: 0.01, confidence: 0.95 };

/** Judged on these and learnt from the others: one fit per curve, where taking turns would be five. */
const JUDGED_SHARE = 0.4;

export type CurveOptions = { readonly kind: string; readonly callsMax: number; readonly seed: number };

/** One policy at every price, each judged on questions it was not learnt from. Nothing is chosen in hindsight. */
export function learntCurve(
  of: FrontierRows,
  { kind, callsMax, seed }: CurveOptions,
): readonly FrontierPoint[] {
  const candidates = learnCandidates(of.table, of.rows, {
    reference: of.table.experts[of.reference]!,
    objective: OBJECTIVE,
    kind: successModelKind(kind),
    callsMax,
    seed,
    validationShare: JUDGED_SHARE,
  });
  const judged = judgedRows(candidates);
  const reference = expertOutcomes({ ...of, rows: judged.rows }, of.reference).score;
  return evaluateCandidates(candidates, of.table, judged).map(({ score, cost, calls }, at) =>
    frontierPoint(`λ = ${candidates.lambdas[at]}`, { score, cost, calls: meanOf(calls) }, reference),
  );
}

function successModelKind(kind: string): (typeof SUCCESS_MODEL_KINDS)[number] {
  const found = SUCCESS_MODEL_KINDS.find((known) => known.kind === kind);
  if (found === undefined) throw new AppError("invalid_request", `There is no kind of success model ${kind}`);
  return found;
}

function meanOf(counts: Uint8Array): number {
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
