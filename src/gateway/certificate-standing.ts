import type { Certificate } from "../core/certificate.ts";
import type { MixtureEvent } from "../core/mixture-event.ts";
import { EXPIRED } from "./learner/standing.ts";

export type CertificateStanding = "valid" | "expired" | "revoked";

/**
 * Whether a certificate still holds: neither it nor a later one of the same policy was revoked, no expert it is about
 * has changed since, and its time is not over.
 */
export function standingOf(
  certificate: Certificate,
  events: readonly MixtureEvent[],
  nowUs: number,
): CertificateStanding {
  if (events.some((event) => isAgainst(event, certificate, events))) return "revoked";
  return certificate.expiresUs > nowUs ? "valid" : "expired";
}

function isAgainst(event: MixtureEvent, certificate: Certificate, events: readonly MixtureEvent[]): boolean {
  const { id, policyVersion, issuedUs } = certificate;
  if (event.kind === "drift") return isAbout(certificate, event.expert) && event.atUs > issuedUs;
  if (event.kind !== "revoked") return false;
  if (event.certificate === id) return true;
  // What was found against a policy holds against all it was ever given; that one lapsed says nothing about the others.
  const found = event.policyVersion === policyVersion && !event.reason.startsWith(EXPIRED);
  return found && placeOf(events, id) < placeOf(events, event.certificate);
}

/** Its reference, and whom its policy asked. */
export function isAbout({ reference, prices }: Certificate, expert: string | null): boolean {
  return expert === reference || prices.some((price) => price.expert === expert);
}

/** -1: it was issued before anything that is on record. */
function placeOf(events: readonly MixtureEvent[], certificate: string | null): number {
  return events.findIndex((event) => event.kind === "certified" && event.certificate === certificate);
}
