import type { Certificate } from "../core/certificate.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type Discrepancy, discrepanciesOf } from "../router/certificate/verify-certificate.ts";
import { publicKeyIn } from "../router/certificate/signing-key.ts";
import { openStored } from "./open-stored.ts";
import { readEvidence } from "./learner/read-evidence.ts";

export type CertificateVerdict = {
  /** Read again from the ledger; `null` when the policy it is about is not there. */
  readonly pairs: number | null;
  /** It is signed with this place's own key; where there is none, anyone could have signed. */
  readonly signedHere: boolean;
  readonly discrepancies: readonly Discrepancy[];
};

export type VerifyTools = {
  readonly ledger: Pick<Ledger, "verified" | "findPolicy">;
  /** Whose key it must be signed with; where nothing was ever signed, anyone's signature will do. */
  readonly keyFolder: string;
};

/** Computes a certificate again from the ledger, by the same reading of its rows that issued it. */
export async function verifyFromLedger(
  { ledger, keyFolder }: VerifyTools,
  certificate: Certificate,
): Promise<CertificateVerdict> {
  const publicKey = publicKeyIn(keyFolder);
  const signedHere = certificate.signature.publicKey === publicKey;
  const { mixture, policyVersion, issuedUs: untilUs } = certificate;
  const policy = await ledger.findPolicy(mixture, policyVersion);
  const stated = certificate.policy;
  if (policy === null || policy.digest !== stated) {
    const found = policy?.digest ?? "no such policy in this ledger";
    const signed = discrepanciesOf(certificate, { pairs: null, publicKey });
    return { pairs: null, signedHere, discrepancies: [...signed, { field: "policy", stated, found }] };
  }
  const { pairs } = await readEvidence(ledger, { policy, untilUs });
  const discrepancies = [...discrepanciesOf(certificate, { pairs, publicKey })];
  const { reference } = openStored(policy).artefact;
  // Its pairs are against the policy's own reference.
  if (certificate.reference !== reference)
    discrepancies.push({ field: "reference", stated: certificate.reference, found: reference });
  return { pairs: pairs.length, signedHere, discrepancies };
}
