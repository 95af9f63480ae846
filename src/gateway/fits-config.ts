import { canonicalJson } from "../core/canonical-json.ts";
import type { Certificate } from "../core/certificate.ts";
import type { MixtureEvent } from "../core/mixture-event.ts";
import type { PolicyArtefact, PolicyObjective } from "../router/learner/policy-artefact.ts";
import { isAbout, standingOf } from "./certificate-standing.ts";
import { rulesOf } from "./learner/learner-plan.ts";

/** What the config asks of a mixture. */
export type Wanted = {
  readonly experts: readonly string[];
  /** Both `null`: the config names its policy, nothing is learnt. */
  readonly reference: string | null;
  readonly objective: PolicyObjective | null;
};

/** By expert, a digest of what the config says it is. */
export type Definitions = ReadonlyMap<string, string>;

/** Why a policy is not one of this mixture, `null` when it is. */
export function policyMisfit({ experts, reference }: Wanted, artefact: PolicyArtefact): string | null {
  const strangers = artefact.experts.filter((expert) => !experts.includes(expert));
  if (strangers.length > 0)
    return `the policy asks ${strangers.join(", ")}; the mixture's experts are ${experts.join(", ")}`;
  if (artefact.reference !== reference)
    return `the policy was measured against ${artefact.reference}; the mixture's reference is ${reference}`;
  return null;
}

/** Why no certificate on this policy can say what the config asks, `null` when one can. */
export function provableMisfit(wanted: Wanted, artefact: PolicyArtefact): string | null {
  const same = aimOf(artefact.objective) === aimOf(wanted.objective);
  return policyMisfit(wanted, artefact) ?? (same ? null : "the policy was learnt for another objective");
}

/** What a certificate states that is less than the config asks now, `null` when it is enough. */
export function claimMisfit({ reference, objective }: Wanted, certificate: Certificate): string | null {
  if (objective === null) return "the config names its policy";
  const { id, policyVersion, toleranceShare, confidence } = certificate;
  if (certificate.reference !== reference)
    return `certificate ${id} is about ${certificate.reference} as the reference`;
  const asked = rulesOf(objective, policyVersion);
  if (toleranceShare > asked.toleranceShare)
    return `certificate ${id} allows a loss of ${toleranceShare}, the config ${asked.toleranceShare}`;
  if (confidence < asked.confidence)
    return `certificate ${id} has a confidence of ${confidence}, the config asks ${asked.confidence}`;
  return null;
}

export type Present = {
  readonly wanted: Wanted;
  readonly definitions: Definitions;
  readonly events: readonly MixtureEvent[];
  readonly nowUs: number;
};

/** Why a certificate allows nothing any more, `null` when it still does. */
export function whyNoLonger(
  { wanted, definitions, events, nowUs }: Present,
  certificate: Certificate,
): string | null {
  const standing = standingOf(certificate, events, nowUs);
  if (standing === "expired") return `certificate ${certificate.id} has expired`;
  if (standing === "revoked") return `certificate ${certificate.id} was revoked`;
  const changed = redefinedExperts(events, definitions).find((expert) => isAbout(certificate, expert));
  return changed === undefined ? claimMisfit(wanted, certificate) : `${changed} was redefined in the config`;
}

/** How much may be lost in a match is the certificate's matter; any other objective is what its pairs are measured by. */
function aimOf(objective: PolicyObjective | null): string {
  return objective?.type === "match" ? "match" : canonicalJson(objective);
}

/** Experts that the ledger knows as something else than what the config says now. */
export function redefinedExperts(
  events: readonly MixtureEvent[],
  definitions: Definitions,
): readonly string[] {
  return [...definitions].flatMap(([expert, definition]) => {
    const last = lastDefinition(events, expert);
    return last === null || last === definition ? [] : [expert];
  });
}

/** `null`: it was never written down. */
export function lastDefinition(events: readonly MixtureEvent[], expert: string): string | null {
  return events.findLast((event) => event.kind === "defined" && event.expert === expert)?.reason ?? null;
}
