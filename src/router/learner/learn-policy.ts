import { FEATURE_VERSION } from "../features/features.ts";
import { writePlanPolicy } from "../sequential/plan-policy-state.ts";
import { averagesOf } from "./averages.ts";
import { chooseCandidate } from "./choose-candidate.ts";
import { evidenceOf, noEvidence } from "./evidence.ts";
import { judgeCandidates } from "./judge-candidates.ts";
import { learnCandidates } from "./learn-candidates.ts";
import { checkReference, successKind, usableRows } from "./learnable.ts";
import { sealPolicy } from "./open-policy.ts";
import type { OperatingPoint } from "./operating-point.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import type { PolicyArtefact, PolicyEvidence, PolicyObjective } from "./policy-artefact.ts";
import { policyOf } from "./policy-of.ts";
import { withoutFamilies } from "./without-families.ts";

export type LearnInput = {
  readonly table: OutcomeTable;
  readonly reference: string;
  readonly objective: PolicyObjective;
  /** 1 to 4; 1 is routing. */
  readonly callsMax: number;
  /** Kind of success model, a name of `success/registry.ts`. */
  readonly model: string;
  readonly seed: number;
  readonly hidden: readonly "family"[];
  readonly costBasis: PolicyEvidence["costBasis"];
  /** Share of the rows kept for judging alone; without it all rows judge in turn, each what was learnt without it. */
  readonly validationShare?: number;
};

export type Learnt = {
  readonly artefact: PolicyArtefact;
  /** Every candidate that was judged, safest first. */
  readonly curve: readonly OperatingPoint[];
  /** Which of them serves; `null`: the reference alone. */
  readonly chosen: number | null;
};

/** Learns a policy from full-information rows and says on which evidence it may serve. */
export function learnPolicy(input: LearnInput): Learnt {
  const { objective, callsMax, seed, hidden } = input;
  const kind = successKind(input.model);
  const reference = checkReference(input);
  const { rows, lacking } = usableRows(input.table, reference);
  if (lacking !== null) {
    const nothing = noEvidence(input, `${lacking}: ${input.reference} serves`);
    const verdict = input.table.experts.length === 1 ? "do-not-route" : nothing.verdict;
    return { artefact: sealAlone(input, { ...nothing, verdict }), curve: [], chosen: null };
  }
  const table = hidden.includes("family") ? withoutFamilies(input.table) : input.table;
  const candidates = learnCandidates(table, rows, {
    reference: input.reference,
    objective,
    callsMax,
    kind,
    seed,
    validationShare: input.validationShare ?? null,
  });
  const judgement = judgeCandidates(candidates, table, reference);
  const choice = chooseCandidate(judgement, objective);
  const evidence = evidenceOf(input, { candidates, judgement, choice });
  const { chosen, curve } = choice;
  if (chosen === null) return { artefact: sealAlone(input, evidence), curve, chosen };
  const policy = policyOf(candidates, table, { chosen, callsMax, reference, hidden });
  const state = writePlanPolicy(policy, input.model);
  return { artefact: seal(input, { experts: policy.experts, policy: state, evidence }), curve, chosen };
}

/** The reference alone, with what is known of everybody on average. */
function sealAlone(input: LearnInput, evidence: PolicyEvidence): PolicyArtefact {
  const policy = averagesOf(input.table, input.table.experts.indexOf(input.reference));
  return seal(input, { experts: input.table.experts, policy, evidence });
}

function seal(
  { reference, objective, callsMax, seed, model, hidden }: LearnInput,
  rest: Pick<PolicyArtefact, "experts" | "policy" | "evidence">,
): PolicyArtefact {
  return sealPolicy({
    format: "toque-policy",
    formatVersion: 1,
    featureVersion: FEATURE_VERSION,
    hidden,
    reference,
    objective,
    callsMax,
    seed,
    model,
    ...rest,
  });
}
