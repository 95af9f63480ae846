import { AppError } from "../../core/app-error.ts";
import { learnPolicy } from "../../router/learner/learn-policy.ts";
import { openPolicy } from "../../router/learner/open-policy.ts";
import type { PolicyArtefact } from "../../router/learner/policy-artefact.ts";
import { replay } from "../../router/learner/replay.ts";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";
import type { Candidate } from "./candidate.ts";
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
  readonly known: readonly Candidate[];
};

/** A policy that asks the same as a known one on nearly all of the latest questions is that one again. */
const SAME_SHARE = 0.99;
const COMPARED_ROWS = 400;

const BASIS_WORDS: Readonly<Record<CostBasis, string>> = {
  usd: "cost in US dollars",
  energy: "energy, for not every price is known",
  time: "time, for neither every price nor every energy is known",
};

/** Learns a policy from what every expert said to the same questions. */
export function learnFrom({ plan, rows, changedUs, known }: Material): Lesson {
  const current = rows.map((row) => masked(row, plan, changedUs)).filter((row) => row !== null);
  const basis = plan.objective.type === "match" ? costBasisOf(current, plan.experts) : "usd";
  const table = tableOf(current, plan.experts, basis);
  const { reference, objective, callsMax, model, seed } = plan;
  try {
    const { artefact } = learnPolicy({
      table,
      reference,
      objective,
      callsMax,
      model,
      seed,
      hidden: [],
      costBasis: basis === "usd" ? "recorded" : basis,
    });
    const { verdict, explanation } = artefact.evidence;
    const words = verdict === "do-not-route" ? `do not route, use ${reference}: ` : "";
    if (verdict !== "certified") return nothing(words + explanation);
    const { policy } = openPolicy(artefact);
    const latest = Array.from(
      { length: Math.min(COMPARED_ROWS, current.length) },
      (_, back) => current.length - 1 - back,
    );
    const asked = (of: SequentialPolicy) => replay(of, table, latest).map((row) => row.asked.join(" "));
    const fresh = asked(policy);
    if (fresh.filter((asked) => asked === reference).length >= SAME_SHARE * fresh.length)
      return nothing(`do not route, use ${reference}: the best policy hardly ever asks another`);
    const same = known.find((each) => agreement(fresh, asked(each.policy)) >= SAME_SHARE);
    if (same !== undefined)
      return { artefact: null, alreadyKnown: true, reason: `learnt again what version ${same.version} does` };
    const from = `from ${current.length} questions that every expert answered`;
    return { artefact, alreadyKnown: false, reason: `${from}, by ${BASIS_WORDS[basis]}; ${explanation}` };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return nothing(error.message);
  }
}

function nothing(reason: string): Lesson {
  return { artefact: null, alreadyKnown: false, reason };
}

function agreement(one: readonly string[], other: readonly string[]): number {
  return one.filter((asked, index) => asked === other[index]).length / Math.max(1, one.length);
}

/** `null` when the reference is not known, or an expert that still is what it was did not answer. */
function masked(row: PairedRow, plan: LearnerPlan, changedUs: Material["changedUs"]): PairedRow | null {
  const changed = plan.experts.map((expert) => row.receivedUs <= (changedUs.get(expert) ?? -Infinity));
  if (changed[plan.experts.indexOf(plan.reference)] === true) return null;
  if (row.answers.some((answer, expert) => answer === null && changed[expert] !== true)) return null;
  return changed.includes(true)
    ? { ...row, answers: row.answers.map((answer, expert) => (changed[expert] === true ? null : answer)) }
    : row;
}
