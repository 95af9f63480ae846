import { AppError } from "../../core/app-error.ts";
import type { Certificate } from "../../core/certificate.ts";
import type { MixtureEvent } from "../../core/mixture-event.ts";
import type { StoredPolicy } from "../../core/stored-policy.ts";
import type { VerifiedRow } from "../../core/verified-row.ts";
import type { LearnerStatus } from "../mixture-control.ts";
import { safeExperts } from "../../router/online/safe-experts.ts";
import { type Candidate, candidateOf, observe } from "./candidate.ts";
import type { Finding } from "./finding.ts";
import { isEligible, type Knowledge, nothingKnown } from "./knowledge.ts";
import { forgetChanged } from "./forget-changed.ts";
import { type LearnerPlan, rulesOf } from "./learner-plan.ts";
import { learnerStatus } from "./learner-status.ts";
import { reviewCandidates } from "./review-candidates.ts";
import { reviewLearning } from "./review-learning.ts";
import { reviewServing } from "./review-serving.ts";
import { tableOf } from "./rows-to-table.ts";
import { createRowStore } from "./row-store.ts";
import { standingFrom } from "./standing.ts";

/** All that is on record of a mixture. */
export type News = {
  readonly events: readonly MixtureEvent[];
  /** The one that serves and the newest others. */
  readonly policies: readonly StoredPolicy[];
  readonly certificates: readonly Certificate[];
};

/**
 * Learns one mixture. It holds nothing that the ledger does not: told the same news and rows after a restart, it knows
 * the same. It changes nothing either; `review` says what the evidence asks for.
 */
export type Learner = {
  hear(news: News): void;
  /** Verdicts in the order of their ids, all there are up to the moment. */
  read(rows: readonly VerifiedRow[], untilUs: number): void;
  review(nowUs: number): readonly Finding[];
  /** The ledger did not bear out what was certifiable: more evidence is awaited before the next try. */
  refused(version: string): void;
  status(): LearnerStatus;
  /** Experts that a certified mixture may explore. */
  safe(): readonly string[];
};

/** Bounds of what is kept; features make a row some kilobytes. */
const WAITING_MAX = 5_000;
const ROWS_MAX = 12_000;
/** Policies that evidence is gathered on, besides the one that serves. */
export const CANDIDATES_MAX = 3;

export function createLearner(plan: LearnerPlan): Learner {
  const known = nothingKnown(plan);
  const store = createRowStore(plan, WAITING_MAX);
  return {
    hear: (news) => hear(known, news),
    read(rows, untilUs) {
      known.verified += rows.length;
      known.readUs = Math.max(known.readUs, untilUs);
      const complete = store.add(rows, untilUs);
      known.rows = [...known.rows, ...complete].slice(-ROWS_MAX);
      for (const candidate of known.candidates.values()) {
        observe(candidate, complete, plan);
        for (const row of rows) if (row.receivedUs > candidate.storedUs) candidate.drift.saw(row);
      }
    },
    review(nowUs) {
      const urgent = reviewServing(known, nowUs);
      if (urgent.length > 0) return urgent;
      const proven = reviewCandidates(known, nowUs);
      return proven.length > 0 ? proven : reviewLearning(known, nowUs);
    },
    refused(version) {
      const pairs = known.candidates.get(version)?.certifier.evidence().pairs ?? 0;
      known.refusedAt.set(version, pairs);
    },
    status: () => learnerStatus(known),
    safe: () => safeNow(known),
  };
}

function safeNow({ plan, rows, standing }: Knowledge): readonly string[] {
  const drawn = rows.filter((row) => row.drawn);
  const current = drawn.map((row) => forgetChanged(row, plan.experts, standing.changedUs));
  const reference = plan.experts.indexOf(plan.reference);
  const rule = { ...rulesOf(plan.objective, "1"), reference };
  return safeExperts(tableOf(current, plan.experts, "usd"), rule);
}

function hear(known: Knowledge, { events, policies, certificates }: News): void {
  known.events = events;
  known.certificates = certificates;
  known.standing = standingFrom(events);
  for (const policy of policies) {
    if (known.candidates.has(policy.version)) continue;
    const candidate = openCandidate(policy, known.plan);
    if (candidate === null) continue;
    observe(candidate, known.rows, known.plan);
    known.candidates.set(policy.version, candidate);
  }
  dropOldCandidates(known);
}

/** `null`: learnt by another version of this program. The reference serves until a new one is learnt. */
function openCandidate(policy: StoredPolicy, plan: LearnerPlan): Candidate | null {
  try {
    return candidateOf(policy, plan);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function dropOldCandidates(known: Knowledge): void {
  const { candidates, standing } = known;
  const kept = [...candidates.values()]
    .filter((candidate) => isEligible(known, candidate))
    .toSorted((left, right) => Number(right.version) - Number(left.version))
    .slice(0, CANDIDATES_MAX);
  for (const candidate of candidates.values()) {
    const serves = candidate.version === standing.serving?.policyVersion;
    if (!serves && !kept.includes(candidate)) candidates.delete(candidate.version);
  }
}
