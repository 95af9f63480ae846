import type { Certificate } from "../../core/certificate.ts";
import type { MixtureEvent } from "../../core/mixture-event.ts";
import { standingOf } from "../certificate-standing.ts";
import { claimMisfit, provableMisfit } from "../fits-config.ts";
import { asks, type Candidate } from "./candidate.ts";
import type { LearnerPlan } from "./learner-plan.ts";
import type { PairedRow } from "./pair-rows.ts";
import { type Standing, standingFrom } from "./standing.ts";

/** Everything a learner knows of its mixture. */
export type Knowledge = {
  readonly plan: LearnerPlan;
  events: readonly MixtureEvent[];
  certificates: readonly Certificate[];
  /** What follows from the events. */
  standing: Standing;
  /** By version, in the order in which they were heard of. */
  readonly candidates: Map<string, Candidate>;
  /** Requests that every expert answered, the newest some thousands. */
  rows: readonly PairedRow[];
  verified: number;
  /** The last verdict that was read. */
  readUs: number;
  /** When it last tried to learn, whatever came of it, and what came of it in words. */
  triedUs: number;
  said: string;
  /** Pairs a policy had when the ledger did not bear it out. */
  readonly refusedAt: Map<string, number>;
};

export function nothingKnown(plan: LearnerPlan): Knowledge {
  return {
    plan,
    events: [],
    certificates: [],
    standing: standingFrom([]),
    candidates: new Map(),
    rows: [],
    verified: 0,
    readUs: 0,
    triedUs: 0,
    said: "",
    refusedAt: new Map(),
  };
}

export function servingCandidate({ candidates, standing }: Knowledge): Candidate | null {
  return candidates.get(standing.serving?.policyVersion ?? "") ?? null;
}

export function newestCandidate({ candidates }: Knowledge): Candidate | null {
  return [...candidates.values()].at(-1) ?? null;
}

/** Not taken back, for what the config asks now, and about experts that are still what they were. */
export function isEligible({ standing, plan }: Knowledge, candidate: Candidate): boolean {
  if (standing.setAside.has(candidate.version)) return false;
  if (provableMisfit(plan, candidate.artefact) !== null) return false;
  return [...standing.changedUs].every(
    ([expert, changedUs]) => changedUs < candidate.storedUs || !concerns(plan, candidate, expert),
  );
}

export function concerns({ reference }: LearnerPlan, candidate: Candidate, expert: string): boolean {
  return expert === reference || asks(candidate, expert);
}

export function validCertificateOf(
  { certificates, events, plan }: Knowledge,
  { version }: Candidate,
  nowUs: number,
): Certificate | null {
  const own = certificates.filter(
    (each) => each.policyVersion === version && claimMisfit(plan, each) === null,
  );
  return own.find((each) => standingOf(each, events, nowUs) === "valid") ?? null;
}

/** As things stand: evidence that once sufficed may have been lost again. */
export function isProven({ certifier }: Candidate): boolean {
  const { logEValue, logThreshold } = certifier.evidence();
  return logEValue >= logThreshold;
}

/** More pairs before a policy is tried again that the ledger did not bear out. */
const RETRY_PAIRS = 20;

export function mayBeCertified({ refusedAt }: Knowledge, candidate: Candidate): boolean {
  const tried = refusedAt.get(candidate.version);
  const enough = tried === undefined || candidate.certifier.evidence().pairs >= tried + RETRY_PAIRS;
  return enough && isProven(candidate);
}
