import type { StoredPolicy } from "../../core/stored-policy.ts";
import { type Certifier, openCertifier } from "../../router/certificate/certifier.ts";
import { openStored } from "../open-stored.ts";
import type { PolicyArtefact } from "../../router/learner/policy-artefact.ts";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";
import { createDriftWatch, type DriftWatch } from "./drift-watch.ts";
import { type Pair, pairOf } from "./evidence.ts";
import { type LearnerPlan, rulesOf } from "./learner-plan.ts";
import type { PairedRow } from "./pair-rows.ts";
import { openWorseTest, type WorseTest } from "./worse-test.ts";

/** A stored policy with the evidence on it that has come since it was stored. */
export type Candidate = {
  readonly version: string;
  /** Only what a client asked after this moment is evidence: none of it can have shaped the policy. */
  readonly storedUs: number;
  readonly artefact: PolicyArtefact;
  readonly policy: SequentialPolicy;
  readonly certifier: Certifier;
  readonly recent: Pair[];
  /** What would show that it is worse than it may be, or that its experts are no longer what they were. */
  readonly worse: WorseTest;
  readonly drift: DriftWatch;
};

/** Pairs that costs are compared on. */
const RECENT_PAIRS = 500;

export function candidateOf(stored: StoredPolicy, plan: LearnerPlan): Candidate {
  const { artefact, policy } = openStored(stored);
  const rules = rulesOf(plan.objective, stored.version);
  return {
    version: stored.version,
    storedUs: stored.atUs,
    artefact,
    policy,
    certifier: openCertifier(rules),
    recent: [],
    worse: openWorseTest(rules.toleranceShare),
    drift: createDriftWatch({ policy, version: stored.version, reference: plan.reference }),
  };
}

/** Folds rows in that were asked after it was stored. */
export function observe(candidate: Candidate, rows: readonly PairedRow[], plan: LearnerPlan): void {
  const { policy, certifier, recent, worse } = candidate;
  for (const row of rows) {
    if (row.receivedUs <= candidate.storedUs) continue;
    const pair = pairOf({ ...plan, policy }, row);
    if (pair === null) continue;
    certifier.add(pair);
    recent.push(pair);
    if (recent.length > 2 * RECENT_PAIRS) recent.splice(0, RECENT_PAIRS);
    worse.observe(pair.difference);
  }
}

/** True when it asked this expert lately. */
export function asks({ recent }: Candidate, expert: string): boolean {
  return recent.some(({ asked }) => asked.includes(expert));
}
