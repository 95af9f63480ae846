import type { CertificatePair } from "../../router/certificate/pair.ts";
import type { PolicyObjective } from "../../router/learner/policy-artefact.ts";
import { replayRow } from "../../router/learner/replay.ts";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";
import type { PairedRow, VerifiedAnswer } from "./pair-rows.ts";
import { tableOf } from "./rows-to-table.ts";
import { costUsdOf, type Spending, sumSpending } from "./spending.ts";

/** What a policy would have answered to one question, beside the reference's answer to the same. */
export type Pair = CertificatePair & {
  readonly receivedUs: number;
  /** Whom the policy asked, in order. */
  readonly asked: readonly string[];
  readonly policyScore: number;
  readonly referenceScore: number;
  readonly policyUs: number | null;
  readonly referenceUs: number | null;
};

export type Judged = {
  readonly policy: SequentialPolicy;
  /** The experts the rows were paired with, in their order. */
  readonly experts: readonly string[];
  readonly reference: string;
  readonly objective: PolicyObjective;
};

/**
 * Replays a policy on one question that every expert was asked, by a draw that knew nothing of it. Whoever failed or
 * gave an answer that nothing could be read from counts as not right, the reference like the others: questions left out
 * because of what one of them said would be no fair sample. `null`: not a fair pair.
 */
export function pairOf(judged: Judged, row: PairedRow): Pair | null {
  const { experts, objective } = judged;
  const reference = row.answers[experts.indexOf(judged.reference)] ?? null;
  if (!row.drawn || reference === null) return null;
  const answers = row.answers.map((answer) => answer ?? FAILED);
  const replayed = replayRow(judged.policy, tableOf([{ ...row, answers }], experts, "usd"), 0);
  if (replayed.score === null) return null;
  const spent = sumSpending(replayed.asked.map((expert) => answers[experts.indexOf(expert)] ?? FAILED));
  const worth = worthOf(objective, replayed.score, spent);
  const referenceScore = reference.score ?? 0;
  const difference = worth - worthOf(objective, referenceScore, reference);
  if (Number.isNaN(difference)) return null;
  return {
    requestId: row.requestId,
    receivedUs: row.receivedUs,
    family: row.family,
    difference: Math.max(-1, Math.min(1, difference)),
    asked: replayed.asked,
    policyScore: replayed.score,
    referenceScore,
    policyCostNanoUsd: spent.costNanoUsd,
    referenceCostNanoUsd: reference.costNanoUsd,
    policyEnergyMj: spent.energyMj,
    referenceEnergyMj: reference.energyMj,
    policyUs: spent.totalUs,
    referenceUs: reference.totalUs,
    source: reference.source,
  };
}

/** An expert that was asked on the side and of whom nothing came back. */
const FAILED: VerifiedAnswer = {
  outcomeId: "",
  atUs: 0,
  source: "check",
  score: 0,
  answerKey: null,
  costNanoUsd: null,
  energyMj: null,
  totalUs: null,
  priceVersion: null,
  priceDate: null,
};

const US_PER_S = 1e6;

/** Share right, less money and time where the objective puts a price on them. NaN when such a price is unknown. */
function worthOf(objective: PolicyObjective, score: number, spent: Spending): number {
  if (objective.type !== "weigh") return score;
  const { usdPerCorrect, secondsPerCorrect } = objective;
  const money = costUsdOf(spent) / usdPerCorrect;
  if (secondsPerCorrect === null) return score - money;
  return score - money - (spent.totalUs ?? Number.NaN) / US_PER_S / secondsPerCorrect;
}
