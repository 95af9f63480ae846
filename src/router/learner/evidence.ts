import { familyBounds } from "../certificate/family-bounds.ts";
import type { Choice, Judgement } from "./choose-candidate.ts";
import type { Candidates } from "./learn-candidates.ts";
import type { LearnInput } from "./learn-policy.ts";
import type { PolicyEvidence } from "./policy-artefact.ts";

/** Where the objective says nothing of confidence. */
export const CONFIDENCE = 0.95;

/** What a choice rests on, in numbers and in one sentence. */
export function evidenceOf(
  input: LearnInput,
  of: {
    readonly candidates: Candidates;
    readonly judgement: Judgement;
    readonly choice: Choice;
  },
): PolicyEvidence {
  const { components } = of.candidates;
  const { score: own } = of.judgement.reference;
  const learnt = components.reduce((sum, { rowsLearnt }) => sum + rowsLearnt, 0) / components.length;
  const judged = {
    rowsTrain: Math.round(learnt),
    rowsValidation: of.judgement.rows,
    questions: own.length,
    method: methodOf(components.length),
    referenceAccuracy: own.reduce((sum, score) => sum + score, 0) / own.length,
  };
  const { chosen, curve, reason } = of.choice;
  if (chosen === null)
    return {
      ...noEvidence(input, `${reason}: use ${input.reference}`),
      verdict: "do-not-route",
      ...judged,
    };
  const point = curve[chosen]!;
  const { difference, lowerBound, accuracy, costShare } = point;
  const isMatch = input.objective.type === "match";
  return {
    verdict: VERDICTS[input.objective.type],
    explanation:
      `${shown(input, { reason, costKnown: of.judgement.costKnown })}; ${points(difference)} on the rows it was chosen by` +
      (costShare === null ? "" : `, at ${(costShare * 100).toFixed(0)} % of its cost`),
    ...judged,
    difference,
    // Of a policy that was chosen by something else than its score a bound of the score would promise too much.
    lowerBound: isMatch ? lowerBound : null,
    worstFamily: isMatch ? worstFamily(input, of) : null,
    accuracy,
    costShare,
    costBasis: input.costBasis,
  };
}

const VERDICTS = { match: "certified", budget: "within-budget", weigh: "worth-more" } as const;

/** What the bound says and no more. */
function shown(
  { objective, reference }: LearnInput,
  of: { readonly reason: string; readonly costKnown: boolean },
): string {
  if (objective.type !== "match") return `${of.reason}, estimated beside ${reference}`;
  const tolerance = of.costKnown ? objective.toleranceShare : 0;
  const within = tolerance === 0 ? "no worse than" : `at most ${points(tolerance).slice(1)} worse than`;
  return `${of.reason}: ${within} ${reference} with ${Number((objective.confidence * 100).toFixed(3))} % confidence`;
}

export function noEvidence({ costBasis }: LearnInput, explanation: string): PolicyEvidence {
  return {
    verdict: "not-enough",
    explanation,
    rowsTrain: 0,
    rowsValidation: 0,
    questions: 0,
    method: "none",
    difference: null,
    lowerBound: null,
    worstFamily: null,
    accuracy: null,
    referenceAccuracy: null,
    costShare: null,
    costBasis,
  };
}

function worstFamily(
  input: LearnInput,
  of: { readonly judgement: Judgement; readonly choice: Choice },
): PolicyEvidence["worstFamily"] {
  const { score } = of.judgement.outcomes[of.choice.chosen!]!;
  const bounds = familyBounds({
    differences: score.map((own, at) => own - of.judgement.reference.score[at]!),
    families: of.judgement.families,
    confidence: input.objective.type === "match" ? input.objective.confidence : CONFIDENCE,
    method: "t",
  });
  // The worst of one family is what is said of all questions anyhow.
  return bounds.length < 2 ? null : bounds[0]!;
}

function methodOf(components: number): string {
  return components === 1
    ? "fixed sequence of guarded Student bounds on rows kept for judging"
    : `fixed sequence of guarded Student bounds; ${components} policies take turns, each judged on the rows it was not learnt from`;
}

function points(share: number): string {
  return `${share < 0 ? "−" : "+"}${Math.abs(share * 100).toFixed(2)} points`;
}
