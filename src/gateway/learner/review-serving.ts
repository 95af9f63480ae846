import type { Candidate } from "./candidate.ts";
import type { Finding } from "./finding.ts";
import { concerns, type Knowledge, mayBeCertified, newestCandidate, servingCandidate } from "./knowledge.ts";
import { rulesOf } from "./learner-plan.ts";
import { EXPIRED } from "./standing.ts";

/** A certificate is renewed in the last part of its life, on at least so many pairs that came after it. */
const RENEWAL_PART = 1 / 7;
const RENEWAL_PAIRS = 30;

/** Whether what serves may go on: its experts are what they were, it is not worse, its certificate lasts. */
export function reviewServing(known: Knowledge, nowUs: number): readonly Finding[] {
  return [...reviewDrift(known), ...reviewCertificate(known, nowUs)];
}

/** What serves is watched; as long as that is the reference, the newest policy's predictions are. */
function reviewDrift(known: Knowledge): readonly Finding[] {
  const { standing, plan } = known;
  const serving = servingCandidate(known);
  const watched = serving ?? newestCandidate(known);
  if (watched === null) return [];
  const knownUs = (expert: string | null): number =>
    expert === null ? standing.fellUs : (standing.changedUs.get(expert) ?? 0);
  const alarms = watched.drift
    .alarms()
    .filter(({ expert }) => knownUs(expert) <= watched.storedUs && (expert !== null || serving !== null));
  const findings: Finding[] = alarms.map((alarm) => ({ type: "drift", ...alarm }));
  const cause = alarms.find(
    ({ expert }) => expert === null || (serving !== null && concerns(plan, serving, expert)),
  );
  return cause === undefined ? findings : [...findings, ...revoke(known, cause.reason)];
}

function reviewCertificate(known: Knowledge, nowUs: number): readonly Finding[] {
  const { certificates, standing, plan } = known;
  const serving = servingCandidate(known);
  const certificate = certificates.find(({ id }) => id === standing.serving?.certificate);
  if (serving === null || certificate === undefined) return [];
  if (serving.worse.alarm) {
    const { toleranceShare } = rulesOf(plan.objective, serving.version);
    const points = Number((100 * toleranceShare).toFixed(2));
    return revoke(known, `shadow runs show it worse than ${plan.reference} by more than ${points} points`);
  }
  const { issuedUs, expiresUs, pairs } = certificate;
  const renewalUs = expiresUs - RENEWAL_PART * (expiresUs - issuedUs);
  if (nowUs >= renewalUs && isFresh(serving, pairs) && mayBeCertified(known, serving)) {
    const reason = "renewed: the evidence still holds";
    return [{ type: "certifiable", version: serving.version, promote: false, untilUs: known.readUs, reason }];
  }
  return nowUs < expiresUs ? [] : revoke(known, `${EXPIRED}: too little new evidence to renew it`);
}

function isFresh({ certifier }: Candidate, pairsBefore: number): boolean {
  return certifier.evidence().pairs - pairsBefore >= RENEWAL_PAIRS;
}

/** Nothing to revoke when a person promoted it without a certificate: a person takes it back. */
function revoke({ standing: { serving } }: Knowledge, reason: string): readonly Finding[] {
  if (serving === null || serving.certificate === null) return [];
  return [{ type: "revoke", version: serving.policyVersion, certificate: serving.certificate, reason }];
}
