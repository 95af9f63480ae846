import type { StoredPolicy } from "../../core/stored-policy.ts";
import { type Certifier, openCertifier } from "../../router/certificate/certifier.ts";
import { openPolicy } from "../../router/learner/open-policy.ts";
import type { PolicyArtefact } from "../../router/learner/policy-artefact.ts";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";
import { addDifference, type DifferenceTally, logCapital } from "../../statistics/betting.ts";
import { type Pair, pairOf } from "./evidence.ts";
import { type LearnerPlan, rulesOf } from "./learner-plan.ts";
import type { PairedRow } from "./pair-rows.ts";

/** A stored policy with the evidence on it that has come since it was stored. */
export type Candidate = {
  readonly version: string;
  /** Only what a client asked after this moment is evidence: none of it can have shaped the policy. */
  readonly storedUs: number;
  readonly artefact: PolicyArtefact;
  readonly policy: SequentialPolicy;
  readonly certifier: Certifier;
  readonly recent: Pair[];
  /** Differences turned round, since it serves: what would show that it is worse than it may be. */
  readonly against: { sinceUs: number; readonly tally: DifferenceTally };
};

/** Pairs that costs are compared on. */
const RECENT_PAIRS = 500;

export function candidateOf(stored: StoredPolicy, plan: LearnerPlan): Candidate {
  const { artefact, policy } = openPolicy(JSON.parse(stored.body));
  return {
    version: stored.version,
    storedUs: stored.atUs,
    artefact,
    policy,
    certifier: openCertifier(rulesOf(plan.objective, stored.version)),
    recent: [],
    against: { sinceUs: Infinity, tally: new Map() },
  };
}

/** Folds rows in that were asked after it was stored. */
export function observe(candidate: Candidate, rows: readonly PairedRow[], plan: LearnerPlan): void {
  const { policy, certifier, recent, against } = candidate;
  for (const row of rows) {
    if (row.receivedUs <= candidate.storedUs) continue;
    const pair = pairOf({ ...plan, policy }, row);
    if (pair === null) continue;
    certifier.add(pair);
    recent.push(pair);
    if (recent.length > 2 * RECENT_PAIRS) recent.splice(0, RECENT_PAIRS);
    if (row.receivedUs > against.sinceUs) addDifference(against.tally, -pair.difference);
  }
}

/** From now on evidence against it is counted anew. */
export function beginServing(candidate: Candidate, sinceUs: number): void {
  candidate.against.sinceUs = sinceUs;
  candidate.against.tally.clear();
  for (const { receivedUs, difference } of candidate.recent)
    if (receivedUs > sinceUs) addDifference(candidate.against.tally, -difference);
}

/** ln of the e-value that it *is* worse than the tolerance allows, since it serves. */
export function logEvidenceAgainst({ against }: Candidate, toleranceShare: number): number {
  return against.tally.size === 0 ? 0 : logCapital(against.tally, toleranceShare);
}

/** True when it asked this expert lately. */
export function asks({ recent }: Candidate, expert: string): boolean {
  return recent.some(({ asked }) => asked.includes(expert));
}
