import { AppError } from "../../core/app-error.ts";
import { learnPolicy } from "../../router/learner/learn-policy.ts";
import { openPolicy } from "../../router/learner/open-policy.ts";
import type { OutcomeTable } from "../../router/learner/outcome-table.ts";
import type { PolicyArtefact } from "../../router/learner/policy-artefact.ts";
import { replay } from "../../router/learner/replay.ts";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";
import { DEFAULT_SUCCESS_MODEL } from "../../router/success/registry.ts";
import type { Candidate } from "./candidate.ts";
import { forgetChanged } from "./forget-changed.ts";
import type { LearnerPlan } from "./learner-plan.ts";
import type { PairedRow } from "./pair-rows.ts";
import { costBasisOf, type CostBasis, tableOf } from "./rows-to-table.ts";

export type Lesson = {
  /** `null`: nothing that is worth trying. */
  readonly artefact: PolicyArtefact | null;
  readonly alreadyKnown: boolean;
  readonly reason: string;
};

export type Material = {
  readonly plan: LearnerPlan;
  readonly rows: readonly PairedRow[];
  /** What an expert said before it changed is not known of it any more. */
  readonly changedUs: ReadonlyMap<string, number>;
  readonly candidates: readonly Candidate[];
};

/**
 * How sure the rows learnt from have to be of a policy that is worth proving. The certificate asks 95 % of fresh pairs,
 * however often one looks and whichever version it is; this much surer, about as many pairs as there are rows now prove
 * it with a chance of four in five (z of 2.5 for the sequential test, .8 for the power). A cheaper policy nearer to the
 * tolerance would be tried for ever.
 */
const WORTH_PROVING = 0.9995;
/** A policy that asks the same as a known one on nearly all of the latest questions is that one again. */
const SAME_SHARE = 0.99;
const COMPARED_ROWS = 400;

const BASIS_WORDS: Readonly<Record<CostBasis, string>> = {
  usd: "cost in US dollars",
  energy: "energy, for not every price is known",
  time: "time, for neither every price nor every energy is known",
};

/** Learns a policy from what every expert said to the same questions. */
export function learnFrom({ plan, rows, changedUs, candidates }: Material): Lesson {
  const current = rows
    .filter((row) => isWhole(row, plan, changedUs))
    .map((row) => forgetChanged(row, plan.experts, changedUs));
  const basis = plan.objective.type === "match" ? costBasisOf(current, plan.experts) : "usd";
  const table = tableOf(current, plan.experts, basis);
  const artefact = learnt(plan, table, basis);
  if (artefact instanceof AppError) return nothing(artefact.message);
  const { verdict, explanation } = artefact.evidence;
  if (verdict === "not-enough") return nothing(explanation);
  if (verdict === "do-not-route") return nothing(doNotRoute(plan, explanation));
  const asked = askedLately(openPolicy(artefact).policy, table);
  const reference = asked.map(() => plan.reference);
  if (agreement(asked, reference) >= SAME_SHARE)
    return nothing(doNotRoute(plan, "the best policy hardly ever asks another"));
  const same = candidates.find((each) => agreement(asked, askedLately(each.policy, table)) >= SAME_SHARE);
  if (same !== undefined)
    return { artefact: null, alreadyKnown: true, reason: `learnt again what version ${same.version} does` };
  const from = `from ${current.length} questions that every expert answered, by ${BASIS_WORDS[basis]}`;
  return { artefact, alreadyKnown: false, reason: `${from}; ${explanation}` };
}

/** What outcomes cannot be learnt from, in the learner's own words. */
function learnt(plan: LearnerPlan, table: OutcomeTable, basis: CostBasis): PolicyArtefact | AppError {
  const { reference, objective: given, callsMax, seed } = plan;
  const objective = given.type === "match" ? { ...given, confidence: WORTH_PROVING } : given;
  const model = plan.model ?? DEFAULT_SUCCESS_MODEL;
  const costBasis = basis === "usd" ? "recorded" : basis;
  try {
    return learnPolicy({ table, reference, objective, callsMax, model, seed, hidden: [], costBasis })
      .artefact;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function nothing(reason: string): Lesson {
  return { artefact: null, alreadyKnown: false, reason };
}

function doNotRoute({ reference }: LearnerPlan, why: string): string {
  return `do not route, use ${reference}: ${why}`;
}

/** Whom a policy would have asked in the latest questions. */
function askedLately(policy: SequentialPolicy, table: OutcomeTable): readonly string[] {
  const rows = table.questions.length;
  const latest = Array.from({ length: Math.min(COMPARED_ROWS, rows) }, (_, back) => rows - 1 - back);
  return replay(policy, table, latest).map(({ asked }) => asked.join(" "));
}

function agreement(one: readonly string[], other: readonly string[]): number {
  return one.filter((asked, index) => asked === other[index]).length / Math.max(1, one.length);
}

/** The reference is known, and so is every expert that has not changed since. */
function isWhole(row: PairedRow, plan: LearnerPlan, changedUs: Material["changedUs"]): boolean {
  return plan.experts.every((expert, at) => {
    const forgotten = row.receivedUs <= (changedUs.get(expert) ?? -Infinity);
    return forgotten ? expert !== plan.reference : row.answers[at] !== null;
  });
}
