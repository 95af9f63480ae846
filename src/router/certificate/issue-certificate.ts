import type { KeyObject } from "node:crypto";
import { AppError } from "../../core/app-error.ts";
import type { Certificate } from "../../core/certificate.ts";
import { certificateNumbers } from "./certificate-numbers.ts";
import type { CertificateNumbers } from "./certificate-numbers.ts";
import { certifierRules } from "./certificate-rules.ts";
import type { CertificatePair } from "./pair.ts";
import { signCertificate } from "./sign-certificate.ts";

/** What a certificate is about; the numbers come from its pairs. */
export type CertificateClaim = Omit<
  Certificate,
  "format" | "formatVersion" | "method" | "signature" | keyof CertificateNumbers
>;

/** Described in `docs/routing.md`. */
const CERTIFICATE_METHOD = "paired-betting-1";

/** Throws `not_enough_evidence` when its pairs do not prove it: nothing is signed that `verify` would refuse. */
export function issueCertificate(
  claim: CertificateClaim,
  pairs: readonly CertificatePair[],
  privateKey: KeyObject,
): Certificate {
  const rules = certifierRules(claim);
  if (rules === null) {
    throw new AppError("invalid_policy", `policy version ${claim.policyVersion} is no count from 1`, {
      hint: "versions count the policies of a mixture: each later one has less room for error",
    });
  }
  const numbers = certificateNumbers(pairs, rules);
  if (numbers.lowerBound < -claim.toleranceShare) {
    throw new AppError(
      "not_enough_evidence",
      `${pairs.length} pairs bound the difference at ${numbers.lowerBound}, tolerated is ${-claim.toleranceShare}`,
      { hint: "more verified pairs are needed, or a cheaper policy is not as good" },
    );
  }
  const unsigned = { format: "toque-certificate", formatVersion: 1, method: CERTIFICATE_METHOD } as const;
  return signCertificate({ ...unsigned, ...claim, ...numbers }, privateKey);
}
