import { AppError } from "../../core/app-error.ts";
import type { Certificate } from "../../core/certificate.ts";
import { isJsonObject } from "../../core/json.ts";
import { certificateNumbers } from "./certificate-numbers.ts";
import { certifierRules } from "./certificate-rules.ts";
import type { CertificatePair } from "./pair.ts";
import { isSigned } from "./sign-certificate.ts";

export type Witness = {
  /** Read again from the ledger, in the order of request ids; `null`: just the signature can be checked. */
  readonly pairs: readonly CertificatePair[] | null;
  /** The key it must be signed by; anyone can sign with a key of their own. `null`: any. */
  readonly publicKey: string | null;
};

/** A place where a certificate and the evidence disagree. */
export type Discrepancy = { readonly field: string; readonly stated: unknown; readonly found: unknown };

/** Throws `invalid_certificate` saying which numbers differ, unless the certificate is as signed and as its rows are. */
export function verifyCertificate(certificate: Certificate, witness: Witness): void {
  const found = discrepanciesOf(certificate, witness);
  const [first] = found;
  if (first === undefined) return;
  const list = found.map(
    ({ field, stated, found: is }) => `${field} is stated as ${text(stated)}, found ${text(is)}`,
  );
  throw new AppError(
    "invalid_certificate",
    `certificate ${certificate.id} does not hold: ${list.join("; ")}`,
    {
      param: first.field,
      hint: "do not rely on it: it was changed, or the rows it rests on were",
    },
  );
}

export function discrepanciesOf(
  certificate: Certificate,
  { pairs, publicKey }: Witness,
): readonly Discrepancy[] {
  const found: Discrepancy[] = [];
  if (!isSigned(certificate))
    found.push({ field: "signature", stated: "valid", found: "of another text or key" });
  const signer = certificate.signature.publicKey;
  if (publicKey !== null && signer !== publicKey) {
    found.push({ field: "signature.publicKey", stated: signer, found: publicKey });
  }
  const rules = certifierRules(certificate);
  if (rules === null) {
    return [
      ...found,
      { field: "policyVersion", stated: certificate.policyVersion, found: "no version number" },
    ];
  }
  if (certificate.lowerBound < -certificate.toleranceShare) {
    found.push({ field: "lowerBound", stated: certificate.lowerBound, found: "below the tolerance" });
  }
  return pairs === null ? found : [...found, ...differing("", certificate, certificateNumbers(pairs, rules))];
}

/** Other machines may round the last digit of a logarithm differently. */
const ROUNDING = 1e-9;

/** The leaves in which two values differ; of the whole certificate, only what was recomputed is compared. */
function* differing(field: string, stated: unknown, found: unknown): Generator<Discrepancy> {
  if (typeof found === "object" && found !== null && typeof stated === "object" && stated !== null) {
    const keys = new Set([...Object.keys(found), ...(field === "" ? [] : Object.keys(stated))]);
    for (const key of keys) {
      yield* differing(field === "" ? key : `${field}.${key}`, partOf(stated, key), partOf(found, key));
    }
    return;
  }
  if (stated !== found && !isRounding(stated, found)) yield { field, stated, found };
}

function isRounding(stated: unknown, found: unknown): boolean {
  if (typeof stated !== "number" || typeof found !== "number") return false;
  return Math.abs(stated - found) <= ROUNDING * Math.max(1, Math.abs(found));
}

function partOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isJsonObject(value) ? value[key] : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}
