import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import type { Certificate } from "../../core/certificate.ts";

/** Longer texts are no certificates: 200 families and as many prices are about 60 kB. */
const CHARACTERS_MAX = 1_000_000;
const share = z.number().min(0).max(1);
const difference = z.number().min(-1).max(1);
const count = z.number().int().nonnegative();
const name = z.string().min(1).max(500);

const CERTIFICATE = z.strictObject({
  format: z.literal("toque-certificate"),
  formatVersion: z.literal(1),
  id: name,
  mixture: name,
  policy: name,
  policyVersion: name,
  reference: name,
  toleranceShare: share,
  confidence: z.number().gt(0).lt(1),
  method: name,
  pairs: count,
  difference,
  lowerBound: difference,
  eValue: z.number().nonnegative(),
  families: z
    .array(z.strictObject({ family: name.nullable(), pairs: count, difference, lowerBound: difference }))
    .max(1_000),
  sources: z.record(name, count),
  verifierError: z.strictObject({ sensitivity: share, specificity: share, source: name }).nullable(),
  costShare: z.number().nonnegative().nullable(),
  energyShare: z.number().nonnegative().nullable(),
  prices: z
    .array(z.strictObject({ expert: name, version: name.nullable(), date: name.nullable() }))
    .max(1_000),
  rows: z.strictObject({
    firstRequestId: z.string(),
    lastRequestId: z.string(),
    requests: count,
    digest: name,
  }),
  issuedUs: count,
  expiresUs: count,
  signature: z.strictObject({ algorithm: z.literal("ed25519"), publicKey: name, value: name }),
});

/** A certificate from a file or the network. Throws `invalid_certificate` when the text is none; believes nothing in it. */
export function readCertificate(text: string): Certificate {
  const read = CERTIFICATE.safeParse(text.length > CHARACTERS_MAX ? null : parsed(text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new AppError(
    "invalid_certificate",
    `not a certificate: ${field === "" ? "" : `${field}: `}${issue?.message}`,
    {
      param: field,
      hint: "`toque certificate show --json` prints one",
    },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
