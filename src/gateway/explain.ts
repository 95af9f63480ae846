import type { Certificate } from "../core/certificate.ts";
import type { Decision, DecisionCandidate } from "../core/decision.ts";
import type { Outcome } from "../core/outcome.ts";
import type { AttemptRecord, RequestRecord } from "../core/request-record.ts";

export type Explained = {
  readonly request: RequestRecord;
  /** What other experts answered to it on the side. */
  readonly shadows: readonly RequestRecord[];
  /** The one its decision names; `null` when it names none or the ledger does not have it. */
  readonly certificate: Certificate | null;
};

const NANO_USD_PER_USD = 1e9;
const CENTS_DIGITS = 6;

/** Why an answer came from where it did, sentence by sentence, from nothing but the ledger. */
export function explain({ request, shadows, certificate }: Explained): readonly string[] {
  const { decision } = request;
  return [
    `${request.id} asked for ${request.model}${taskOf(request)}; ${endOf(request)}.`,
    ...whoDecided(decision),
    ...certificateLines(decision, certificate),
    ...decision.candidates.map((one) => candidateLine(one, decision)),
    ...drawLines(decision),
    ...decision.steps.map((step, at) => `Step ${at + 1}: ${step}.`),
    ...request.attempts.map((attempt) => attemptLine(attempt, request.outcomes)),
    ...request.outcomes.filter((outcome) => outcome.attempt === null).map(feedbackLine),
    totalLine(request),
    ...shadows.flatMap(shadowLines),
  ];
}

function taskOf({ task }: RequestRecord): string {
  return task === null ? "" : ` with task ${task}`;
}

function endOf({ status, expert, errorCode }: RequestRecord): string {
  switch (status) {
    case "ok":
      return `${expert} gave the answer`;
    case "client_closed":
      return "the client left before it had all of the answer";
    case "error":
      return `it failed with ${errorCode}`;
  }
}

function whoDecided(decision: Decision): readonly string[] {
  const named = `${decision.policy}@${decision.policyVersion}`;
  const lambda = decision.lambdaPerUsd;
  const price =
    lambda === null || lambda === 0 ? [] : [`A dollar more had to bring ${points(lambda)} of success.`];
  switch (decision.role) {
    case "pinned":
      return ["The client named this expert itself: nothing was decided."];
    case "reference":
      return [`The mixture ${decision.mixture} served its reference: ${whyReference(decision)}.`];
    case "explore":
      return [`The policy ${named} explored: ${decision.reason}.`, ...price];
    case "policy":
      return [`The policy ${named} chose ${decision.chosen}: ${decision.reason}.`, ...price];
  }
}

/** Steering's reasons begin with what the sentence says already. */
function whyReference({ reason }: Decision): string {
  return reason.replace(/^the reference serves: /u, "");
}

function certificateLines(decision: Decision, certificate: Certificate | null): readonly string[] {
  if (decision.certificate === null) return [];
  if (certificate === null) return [`It did so under the certificate ${decision.certificate}.`];
  const { id, reference, pairs, toleranceShare, confidence, lowerBound } = certificate;
  return [
    `It did so under the certificate ${id}: no worse than ${reference} by more than ${points(toleranceShare)} ` +
      `with ${percent(confidence)} confidence, on ${pairs} verified pairs (lower bound ${points(lowerBound)}).`,
  ];
}

function candidateLine(candidate: DecisionCandidate, { chosen }: Decision): string {
  const { expert, excluded, probability, predictedSuccess, predictedCostNanoUsd } = candidate;
  const mark = expert === chosen ? " (chosen)" : "";
  if (excluded !== null) return `${expert} could not be asked: ${excluded}.`;
  const success =
    predictedSuccess === null ? "success not predicted" : `${percent(predictedSuccess)} success`;
  const cost = predictedCostNanoUsd === null ? "cost unknown" : `${usd(predictedCostNanoUsd)} predicted`;
  return `${expert}${mark}: ${success}, ${cost}, a chance of ${percent(probability)} to be chosen.`;
}

function drawLines({ candidates, draw, role }: Decision): readonly string[] {
  if (role === "pinned") return [];
  const possible = candidates.filter((candidate) => candidate.probability > 0).length;
  return possible < 2 ? ["Nothing was left to chance."] : [`The draw was ${draw.toFixed(4)}.`];
}

function attemptLine(attempt: AttemptRecord, outcomes: readonly Outcome[]): string {
  const ms = `${Math.round(attempt.totalUs / 1000)} ms`;
  const spent = `${ms}, ${usd(attempt.cost?.nanoUsd ?? null)}`;
  if (attempt.status !== "ok") return `${attempt.expert} failed with ${attempt.errorCode} (${spent}).`;
  const graded = outcomes.filter((outcome) => outcome.attempt === attempt.attempt).map(verdict);
  return `${attempt.expert} answered (${spent})${graded.length === 0 ? "; nothing checked it" : `: ${graded.join("; ")}`}.`;
}

function feedbackLine(outcome: Outcome): string {
  return `Later, by ${outcome.source}: ${verdict(outcome)}.`;
}

function verdict({ correct, score, check, comment }: Outcome): string {
  const word = correct === null ? "could not tell" : correct ? "right" : "wrong";
  const said = correct === null && score !== null ? `scored ${score}` : word;
  const by = check === null ? said : `the ${check} check says ${said}`;
  return comment === null ? by : `${by} (${comment})`;
}

function shadowLines(shadow: RequestRecord): readonly string[] {
  const [attempt] = shadow.attempts;
  if (attempt === undefined) return [];
  return [`On the side (${shadow.decision.reason}): ${attemptLine(attempt, shadow.outcomes)}`];
}

function usd(nanoUsd: number | null): string {
  return nanoUsd === null ? "an unknown cost" : `$${(nanoUsd / NANO_USD_PER_USD).toFixed(CENTS_DIGITS)}`;
}

function totalLine({ costNanoUsd, energyMj }: RequestRecord): string {
  const energy = energyMj === null ? "" : `${(energyMj / 1000).toFixed(3)} J`;
  if (costNanoUsd === null) return `What it cost is unknown${energy === "" ? "" : `; it used ${energy}`}.`;
  return `It cost ${usd(costNanoUsd)} in all${energy === "" ? "" : ` and ${energy}`}.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function points(share: number): string {
  return `${Number((share * 100).toFixed(2))} points`;
}
