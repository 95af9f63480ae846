import { isBetter } from "./better.ts";
import type { Candidate } from "./candidate.ts";
import type { Finding } from "./finding.ts";
import {
  isEligible,
  type Knowledge,
  mayBeCertified,
  servingCandidate,
  validCertificateOf,
} from "./knowledge.ts";

/** The first policy that the evidence has come to prove. It may be looked at after every page: the e-process allows that. */
export function reviewCandidates(known: Knowledge, nowUs: number): readonly Finding[] {
  for (const candidate of known.candidates.values()) {
    if (!isEligible(known, candidate) || !mayBeCertified(known, candidate)) continue;
    const finding = findingOn(known, candidate, nowUs);
    if (finding !== null) return [finding];
  }
  return [];
}

function findingOn(known: Knowledge, candidate: Candidate, nowUs: number): Finding | null {
  const { version } = candidate;
  const held = validCertificateOf(known, candidate, nowUs);
  const reason = promotionReason(known, candidate);
  const promote = reason !== null;
  if (held !== null) return promote ? { type: "promote", version, certificate: held.id, reason } : null;
  // What a person promoted without a certificate gets one as soon as it has earned it.
  const uncertified = known.standing.serving?.policyVersion === version;
  if (!promote && !uncertified) return null;
  const untilUs = known.readUs;
  return { type: "certifiable", version, promote, untilUs, reason: reason ?? "proven while it serves" };
}

/** `null`: it is not to serve. What a person promoted by force stays until a person takes it back. */
function promotionReason(known: Knowledge, candidate: Candidate): string | null {
  const { serving } = known.standing;
  if (serving === null) return `proven no worse than ${known.plan.reference}`;
  const current = servingCandidate(known);
  if (current === null) return `version ${serving.policyVersion} cannot be opened any more`;
  if (serving.certificate === null || current === candidate) return null;
  return isBetter(candidate, current, known.plan)
    ? `proven, and better than version ${current.version}`
    : null;
}
