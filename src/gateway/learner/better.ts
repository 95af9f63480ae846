import type { Candidate } from "./candidate.ts";
import type { Pair } from "./evidence.ts";
import type { LearnerPlan } from "./learner-plan.ts";

/** What serves gives way only to something at least this much cheaper, or better: every change has a price. */
const CHEAPER_BY = 0.03;
const BETTER_BY = 0.005;
/** Fewer questions that both were replayed on tell nothing of what they cost. */
const COMMON_MIN = 30;

/** Money where it is known, else energy, else time. */
const SPENDINGS = ["policyCostNanoUsd", "policyEnergyMj", "policyUs"] as const;

/** Both are proven: is the later one worth the change, on the questions that both were replayed on? */
export function isBetter(newcomer: Candidate, serving: Candidate, { objective }: LearnerPlan): boolean {
  if (Number(newcomer.version) < Number(serving.version)) return false;
  const before = new Map(serving.recent.map((pair) => [pair.requestId, pair]));
  const common = newcomer.recent.flatMap((pair): (readonly [Pair, Pair])[] => {
    const other = before.get(pair.requestId);
    return other === undefined ? [] : [[pair, other]];
  });
  if (common.length < COMMON_MIN) return false;
  if (objective.type !== "match") {
    const lead = common.reduce((sum, [one, other]) => sum + one.difference - other.difference, 0);
    return lead / common.length > BETTER_BY;
  }
  for (const key of SPENDINGS) {
    const ratio = ratioOf(common, key);
    if (ratio !== null) return ratio < 1 - CHEAPER_BY;
  }
  return false;
}

/** The newcomer's spending as a share of the other's where both are known; `null` below half of the questions. */
function ratioOf(common: readonly (readonly [Pair, Pair])[], key: (typeof SPENDINGS)[number]): number | null {
  let [own, other, known] = [0, 0, 0];
  for (const [one, two] of common) {
    if (one[key] === null || two[key] === null) continue;
    own += one[key];
    other += two[key];
    known += 1;
  }
  return known * 2 < common.length || other === 0 ? null : own / other;
}
