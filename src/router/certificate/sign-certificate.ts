import { createPublicKey, sign, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { canonicalJson } from "../../core/canonical-json.ts";
import type { Certificate } from "../../core/certificate.ts";

export type UnsignedCertificate = Omit<Certificate, "signature">;

/** Signs the canonical JSON of everything but the signature (Ed25519, RFC 8032). */
export function signCertificate(certificate: UnsignedCertificate, privateKey: KeyObject): Certificate {
  const signature = {
    algorithm: "ed25519",
    publicKey: publicKeyOf(privateKey),
    value: sign(null, Buffer.from(canonicalJson(certificate)), privateKey).toString("base64"),
  } as const;
  return { ...certificate, signature };
}

/** SPKI, base64: how a certificate names its signer. */
export function publicKeyOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ type: "spki", format: "der" }).toString("base64");
}

/** Whether the text is as it was signed by the key it names. */
export function isSigned({ signature, ...statement }: Certificate): boolean {
  try {
    const publicKey = Buffer.from(signature.publicKey, "base64");
    const key = createPublicKey({ key: publicKey, format: "der", type: "spki" });
    const value = Buffer.from(signature.value, "base64");
    return (
      key.asymmetricKeyType === "ed25519" && verify(null, Buffer.from(canonicalJson(statement)), key, value)
    );
  } catch {
    // No key at all is a wrong signature, not a failure of ours.
    return false;
  }
}
