import type { Certificate } from "../core/certificate.ts";
import type { MixtureEvent } from "../core/mixture-event.ts";

export type CertificateStanding = "valid" | "expired" | "revoked";

/** Whether a certificate still holds: it was not revoked, and its time is not over. */
export function standingOf(
  certificate: Certificate,
  events: readonly MixtureEvent[],
  nowUs: number,
): CertificateStanding {
  if (events.some(({ kind, certificate: id }) => kind === "revoked" && id === certificate.id))
    return "revoked";
  return certificate.expiresUs > nowUs ? "valid" : "expired";
}
