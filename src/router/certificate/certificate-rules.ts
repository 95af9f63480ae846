import type { Certificate } from "../../core/certificate.ts";
import type { CertifierRules } from "./certifier.ts";

/** By which rules a certificate's pairs were judged; `null` when its policy's version is no count from 1. */
export function certifierRules(
  certificate: Pick<Certificate, "toleranceShare" | "confidence" | "policyVersion">,
): CertifierRules | null {
  const trial = Number(certificate.policyVersion);
  if (!Number.isSafeInteger(trial) || trial < 1) return null;
  return { toleranceShare: certificate.toleranceShare, confidence: certificate.confidence, trial };
}
