import type { Certificate } from "../../core/certificate.ts";
import type { MixtureEvent } from "../../core/mixture-event.ts";
import type { StoredPolicy } from "../../core/stored-policy.ts";
import type { VerifiedRow } from "../../core/verified-row.ts";
import type { Evidence } from "../../router/certificate/certifier.ts";
import type { PolicyArtefact } from "../../router/learner/policy-artefact.ts";
import { standingOf } from "../certificate-standing.ts";
import type { LearnerStatus } from "../mixture-control.ts";
import { asks, type Candidate, candidateOf, observe } from "./candidate.ts";
import { isBetter } from "./better.ts";
import { learnFrom } from "./learn-from.ts";
import { type LearnerPlan, rulesOf } from "./learner-plan.ts";
import type { PairedRow, Pairing } from "./pair-rows.ts";
import { createRowStore } from "./row-store.ts";
import { FIRST_LEARNT_ROWS, nextLearningAt } from "./schedule.ts";
import { EXPIRED, type Standing, standingFrom } from "./standing.ts";

/** What the learner has found and the gateway is to do: it writes the events, and what is served follows from them. */
export type Finding =
  | { readonly type: "learnt"; readonly artefact: PolicyArtefact; readonly reason: string }
  /** Said once, until something is learnt again. */
  | { readonly type: "nothing-learnt"; readonly reason: string }
  | {
      readonly type: "certifiable";
      readonly version: string;
      readonly promote: boolean;
      readonly untilUs: number;
      readonly reason: string;
    }
  | {
      readonly type: "promote";
      readonly version: string;
      readonly certificate: string;
      readonly reason: string;
    }
  | { readonly type: "drift"; readonly expert: string | null; readonly reason: string }
  | {
      readonly type: "revoke";
      readonly certificate: string;
      readonly version: string;
      readonly reason: string;
    };

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
};

/** Bounds of what is kept; features make a row some kilobytes. */
const WAITING_MAX = 5_000;
const ROWS_MAX = 12_000;
/** Policies that evidence is gathered on, besides the one that serves. */
export const CANDIDATES_MAX = 3;
/** A certificate is renewed in the last part of its life, on at least so many pairs that came after it. */
const RENEWAL_PART = 1 / 7;
const RENEWAL_PAIRS = 30;
const RETRY_PAIRS = 20;

export function createLearner(plan: LearnerPlan, pairing: Pairing): Learner {
  const { toleranceShare } = rulesOf(plan.objective, "1");
  let events: readonly MixtureEvent[] = [];
  let certificates: readonly Certificate[] = [];
  const candidates = new Map<string, Candidate>();
  const store = createRowStore(pairing, WAITING_MAX);
  let rows: readonly PairedRow[] = [];
  let standing: Standing = standingFrom(events);
  let verified = 0;
  let readUs = 0;
  let triedUs: number | null = null;
  let said = "";
  /** Pairs a policy had when the ledger did not bear it out. */
  const refusedAt = new Map<string, number>();

  function hear(news: News): void {
    for (const policy of news.policies) {
      if (candidates.has(policy.version)) continue;
      const candidate = candidateOf(policy, plan);
      observe(candidate, rows, plan);
      candidates.set(policy.version, candidate);
    }
    ({ events, certificates } = news);
    standing = standingFrom(events);
    dropOldCandidates();
  }

  function dropOldCandidates(): void {
    const kept = [...candidates.values()]
      .filter(isEligible)
      .toSorted((left, right) => Number(right.version) - Number(left.version))
      .slice(0, CANDIDATES_MAX);
    for (const candidate of candidates.values()) {
      const serves = candidate.version === standing.serving?.policyVersion;
      if (!serves && !kept.includes(candidate)) candidates.delete(candidate.version);
    }
  }

  /** Not taken back, and about experts that are still what they were. */
  function isEligible(candidate: Candidate): boolean {
    if (standing.setAside.has(candidate.version)) return false;
    return [...standing.changedUs].every(
      ([expert, changedUs]) => changedUs < candidate.storedUs || !concerns(candidate, expert),
    );
  }

  function concerns(candidate: Candidate, expert: string): boolean {
    return expert === plan.reference || asks(candidate, expert);
  }

  function servingCandidate(): Candidate | null {
    return candidates.get(standing.serving?.policyVersion ?? "") ?? null;
  }

  function newest(): Candidate | null {
    return [...candidates.values()].at(-1) ?? null;
  }

  function servingCertificate(): Certificate | null {
    return certificates.find(({ id }) => id === standing.serving?.certificate) ?? null;
  }

  function read(fresh: readonly VerifiedRow[], untilUs: number): void {
    verified += fresh.length;
    readUs = Math.max(readUs, untilUs);
    for (const { storedUs, drift } of candidates.values())
      for (const row of fresh) if (row.receivedUs > storedUs) drift.saw(row);
    const complete = store.add(fresh, untilUs);
    rows = [...rows, ...complete].slice(-ROWS_MAX);
    for (const candidate of candidates.values()) observe(candidate, complete, plan);
  }

  function review(nowUs: number): readonly Finding[] {
    const taken = [...reviewDrift(), ...reviewCertificate(nowUs)];
    if (taken.length > 0) return taken;
    const proven = reviewCandidates(nowUs);
    return proven.length > 0 ? proven : reviewLearning(nowUs);
  }

  /** What serves is watched; as long as that is the reference, the newest policy's predictions are. */
  function reviewDrift(): readonly Finding[] {
    const serving = servingCandidate();
    const watched = serving ?? newest();
    const known = (expert: string): boolean =>
      (standing.changedUs.get(expert) ?? 0) > (watched?.storedUs ?? 0);
    const alarms = (watched?.drift.alarms() ?? []).filter(({ expert }) =>
      expert === null ? serving !== null : !known(expert),
    );
    const findings: Finding[] = alarms.map((alarm) => ({ type: "drift", ...alarm }));
    const cause = alarms.find(
      ({ expert }) => expert === null || (serving !== null && concerns(serving, expert)),
    );
    return cause === undefined ? findings : [...findings, ...revoke(cause.reason)];
  }

  function revoke(reason: string): readonly Finding[] {
    const { serving } = standing;
    if (serving === null || serving.certificate === null) return [];
    return [{ type: "revoke", certificate: serving.certificate, version: serving.policyVersion, reason }];
  }

  function reviewCertificate(nowUs: number): readonly Finding[] {
    const [serving, certificate] = [servingCandidate(), servingCertificate()];
    if (serving === null || certificate === null) return [];
    if (serving.worse.alarm)
      return revoke(
        `shadow runs show it worse than ${plan.reference} by more than ${points(toleranceShare)}`,
      );
    const renewalUs = certificate.expiresUs - RENEWAL_PART * (certificate.expiresUs - certificate.issuedUs);
    const fresh = serving.certifier.evidence().pairs - certificate.pairs >= RENEWAL_PAIRS;
    if (nowUs >= renewalUs && fresh && isProven(serving) && !isTooSoon(serving))
      return [certifiable(serving, false, "renewed: the evidence still holds")];
    if (nowUs < certificate.expiresUs) return [];
    return revoke(`${EXPIRED}: too little new evidence to renew it`);
  }

  function certifiable(candidate: Candidate, promote: boolean, reason: string): Finding {
    return { type: "certifiable", version: candidate.version, promote, untilUs: readUs, reason };
  }

  /** Evidence is looked at after every page of rows: the e-process allows that. */
  function reviewCandidates(nowUs: number): readonly Finding[] {
    const serving = servingCandidate();
    const byHand = standing.serving !== null && standing.serving.certificate === null;
    for (const candidate of candidates.values()) {
      if (!isEligible(candidate) || !isProven(candidate) || isTooSoon(candidate)) continue;
      const held = validCertificateOf(candidate, nowUs);
      const serves = candidate === serving;
      const promote = !serves && !byHand && (serving === null || isBetter(candidate, serving, plan));
      const reason =
        serving === null ? "proven no worse than the reference" : "proven, and better than what serves";
      if (held === null && (promote || (serves && byHand))) return [certifiable(candidate, promote, reason)];
      if (held !== null && promote)
        return [{ type: "promote", version: candidate.version, certificate: held.id, reason }];
    }
    return [];
  }

  function isTooSoon({ version, certifier }: Candidate): boolean {
    return certifier.evidence().pairs < (refusedAt.get(version) ?? -Infinity) + RETRY_PAIRS;
  }

  function refused(version: string): void {
    const candidate = candidates.get(version);
    if (candidate !== undefined) refusedAt.set(version, candidate.certifier.evidence().pairs);
  }

  function validCertificateOf(candidate: Candidate, nowUs: number): Certificate | null {
    const own = certificates.filter((each) => each.policyVersion === candidate.version);
    return own.find((each) => standingOf(each, events, nowUs) === "valid") ?? null;
  }

  function reviewLearning(nowUs: number): readonly Finding[] {
    const lastChangeUs = Math.max(0, ...standing.changedUs.values());
    const learntUs = Math.max(standing.learntUs ?? 0, triedUs ?? 0);
    const since = rows.filter(({ receivedUs }) => receivedUs > lastChangeUs);
    const atLast =
      learntUs <= lastChangeUs ? null : since.filter(({ receivedUs }) => receivedUs <= learntUs).length;
    if (since.length < nextLearningAt(atLast)) return [];
    triedUs = nowUs;
    const learnt = learnFrom({ plan, rows, changedUs: standing.changedUs, known: [...candidates.values()] });
    said = learnt.reason;
    if (learnt.artefact !== null)
      return [{ type: "learnt", artefact: learnt.artefact, reason: learnt.reason }];
    return standing.saidNothing || learnt.alreadyKnown
      ? []
      : [{ type: "nothing-learnt", reason: learnt.reason }];
  }

  function status(): LearnerStatus {
    const pairs = rows.length;
    const open = [...candidates.values()].find((candidate) => isEligible(candidate) && !isProven(candidate));
    const waiting = pairs < FIRST_LEARNT_ROWS;
    return {
      state: waiting ? "waiting" : open === undefined ? "idle" : "learning",
      message: waiting
        ? `${pairs} of ${FIRST_LEARNT_ROWS} questions that every expert answered, verified`
        : said,
      verified,
      pairs: (open ?? servingCandidate() ?? newest())?.certifier.evidence().pairs ?? 0,
      pairsNeeded: open === undefined ? null : pairsNeeded(open.certifier.evidence()),
      learntUs: standing.learntUs,
    };
  }

  return { hear, read, review, refused, status };
}

/** As things stand: evidence that once sufficed may have been lost again. */
function isProven({ certifier }: Candidate): boolean {
  const { logEValue, logThreshold } = certifier.evidence();
  return logEValue >= logThreshold;
}

/** Evidence grows by about the same factor a pair. */
function pairsNeeded({ pairs, logEValue, logThreshold }: Evidence): number | null {
  return logEValue <= 0 ? null : Math.ceil((pairs * logThreshold) / logEValue);
}

function points(share: number): string {
  return `${Number((100 * share).toFixed(2))} points`;
}
