import { meanLowerBound } from "../certificate/mean-bound.ts";
import { walkFixedSequence } from "../certificate/fixed-sequence.ts";
import { lowerBoundT, pairedDifference } from "../../statistics/paired-difference.ts";
import { CONFIDENCE } from "./evidence.ts";
import type { CandidateOutcomes } from "./evaluate-candidates.ts";
import type { OperatingPoint } from "./operating-point.ts";
import type { PolicyObjective } from "./policy-artefact.ts";

/** Candidates from the safest to the cheapest on the judged questions, one number each, and the reference's outcomes. */
export type Judgement = {
  readonly lambdas: readonly number[];
  readonly outcomes: readonly CandidateOutcomes[];
  readonly reference: { readonly score: Float64Array; readonly cost: Float64Array };
  /** Per judged question. */
  readonly families: readonly (string | null)[];
  /** Rows that judged, copies of a question counted. */
  readonly rows: number;
  /** False: a call counts as one, and only what is better than the reference is worth it. */
  readonly costKnown: boolean;
};

export type Choice = {
  /** `null`: nothing is worth leaving the reference for. */
  readonly chosen: number | null;
  readonly curve: readonly OperatingPoint[];
  readonly reason: string;
};

/** Which candidate may serve, by the objective's own bound on rows that none was learnt from. */
export function chooseCandidate(judgement: Judgement, objective: PolicyObjective): Choice {
  const confidence = objective.type === "match" ? objective.confidence : CONFIDENCE;
  const differences = judgement.outcomes.map(({ score }) => minus(score, judgement.reference.score));
  const points = judgement.outcomes.map((outcomes, at) =>
    operatingPoint(judgement, { outcomes, at, differences: differences[at]!, confidence }),
  );
  switch (objective.type) {
    case "match":
      return cheapestWithin(judgement, points, { differences, objective });
    case "budget":
      return bestWithinBudget(judgement, points, objective.usdPerRequest);
    case "weigh":
      return worthIt(judgement, points, objective.usdPerCorrect);
  }
}

function cheapestWithin(
  { costKnown, reference }: Judgement,
  points: readonly OperatingPoint[],
  of: {
    readonly differences: readonly Float64Array[];
    readonly objective: PolicyObjective & { type: "match" };
  },
): Choice {
  // Without costs there is nothing to save: only what is shown to be better is worth a change.
  const toleranceShare = costKnown ? of.objective.toleranceShare : 0;
  const { confidence } = of.objective;
  const { tested } = walkFixedSequence({
    candidates: of.differences,
    toleranceShare,
    confidence,
    method: "t",
  });
  const curve = points.map((point, at) => ({ ...point, certified: tested[at]?.passed === true }));
  const passed = curve.flatMap((point, at) => (point.certified ? [at] : []));
  if (passed.length === 0)
    return {
      chosen: null,
      curve,
      reason: `no policy is shown to be ${costKnown ? "near enough" : "better"}`,
    };
  if (!costKnown) return { chosen: largest(passed, (at) => curve[at]!.difference), curve, reason: "better" };
  const cheapest = largest(passed, (at) => -curve[at]!.cost);
  if (curve[cheapest]!.cost < mean(reference.cost)) return { chosen: cheapest, curve, reason: "cheaper" };
  return { chosen: null, curve, reason: "no policy that is near enough is cheaper" };
}

/** Costs are walked from the cheapest up to the first that may be beyond the budget: the one bound holds for them all. */
function bestWithinBudget(
  { outcomes, reference }: Judgement,
  points: readonly OperatingPoint[],
  usdPerRequest: number,
): Choice {
  const beyond = outcomes.findLastIndex(({ cost }) => upperBound(cost, CONFIDENCE) > usdPerRequest);
  const curve = points.map((point, at) => ({ ...point, certified: at > beyond }));
  const within = curve.flatMap((point, at) => (point.certified ? [at] : []));
  const best = within.length === 0 ? null : largest(within, (at) => curve[at]!.accuracy);
  if (best === null) return { chosen: null, curve, reason: "no policy is shown to be within the budget" };
  if (upperBound(reference.cost, CONFIDENCE) <= usdPerRequest && curve[best]!.difference <= 0)
    return { chosen: null, curve, reason: "the reference is within the budget, and no policy is better" };
  return { chosen: best, curve, reason: "the most accurate within the budget" };
}

/** Each half of the bound errs half as often, so that together they hold: the score's is guarded, the cost's needs no range. */
function worthIt(
  { outcomes, reference }: Judgement,
  points: readonly OperatingPoint[],
  usdPerCorrect: number,
): Choice {
  const { score, cost } = outcomes[0]!;
  const each = (1 + CONFIDENCE) / 2;
  const gained = meanLowerBound(minus(score, reference.score), each, "t");
  const spent = upperBound(minus(cost, reference.cost), each);
  const better = gained - spent / usdPerCorrect > 0;
  const curve = points.map((point) => ({ ...point, certified: better }));
  return better
    ? { chosen: 0, curve, reason: "worth more than the reference" }
    : { chosen: null, curve, reason: "no policy is shown to be worth more than the reference" };
}

function operatingPoint(
  { lambdas, reference, costKnown }: Judgement,
  of: {
    readonly outcomes: CandidateOutcomes;
    readonly at: number;
    readonly differences: Float64Array;
    readonly confidence: number;
  },
): OperatingPoint {
  const { score, cost, calls } = of.outcomes;
  const referenceCost = mean(reference.cost);
  return {
    candidate: `λ = ${lambdas[of.at]}`,
    lambda: lambdas[of.at]!,
    questions: score.length,
    accuracy: mean(score),
    cost: mean(cost),
    costShare: costKnown && referenceCost > 0 ? mean(cost) / referenceCost : null,
    callsPerQuestion: calls.reduce((sum, count) => sum + count, 0) / calls.length,
    difference: mean(of.differences),
    lowerBound: meanLowerBound(of.differences, of.confidence, "t"),
    certified: false,
  };
}

function upperBound(costs: Float64Array, confidence: number): number {
  return -lowerBoundT(pairedDifference(costs.map((cost) => -cost)), confidence);
}

function largest(candidates: readonly number[], value: (at: number) => number): number {
  return candidates.reduce((best, at) => (value(at) > value(best) ? at : best));
}

function minus(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((value, row) => value - other[row]!);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
