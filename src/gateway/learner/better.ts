import type { Candidate } from "./candidate.ts";
import type { Pair } from "./evidence.ts";
import type { LearnerPlan } from "./learner-plan.ts";

/** What serves gives way only to something at least this much cheaper, or better: every change has a price. */
const CHEAPER_BY = 0.03;
const BETTER_BY = 0.005;

/** Money where it is known, else energy, else time: policy and reference. */
const SPENDINGS = [
  ["policyCostNanoUsd", "referenceCostNanoUsd"],
  ["policyEnergyMj", "referenceEnergyMj"],
  ["policyUs", "referenceUs"],
] as const;

/** Both are proven: is the newcomer worth the change? */
export function isBetter(newcomer: Candidate, serving: Candidate, { objective }: LearnerPlan): boolean {
  if (objective.type !== "match") return lead(newcomer) > lead(serving) + BETTER_BY;
  for (const keys of SPENDINGS) {
    const [share, other] = [recentShare(newcomer.recent, keys), recentShare(serving.recent, keys)];
    if (share !== null && other !== null) return share < other * (1 - CHEAPER_BY);
  }
  return false;
}

function lead({ certifier }: Candidate): number {
  return certifier.evidence().difference ?? 0;
}

/** Mean spending as a share of the reference's, over pairs on which both are known; `null` below half of them. */
function recentShare(pairs: readonly Pair[], [own, other]: (typeof SPENDINGS)[number]): number | null {
  let [spent, reference, known] = [0, 0, 0];
  for (const pair of pairs) {
    const [one, two] = [pair[own], pair[other]];
    if (one === null || two === null) continue;
    spent += one;
    reference += two;
    known += 1;
  }
  return known * 2 < pairs.length || reference === 0 ? null : spent / reference;
}
