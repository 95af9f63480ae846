import { createHash } from "node:crypto";
import { canonicalJson } from "../../core/canonical-json.ts";
import type { Certificate } from "../../core/certificate.ts";
import { openCertifier } from "./certifier.ts";
import type { CertifierRules } from "./certifier.ts";
import type { CertificatePair } from "./pair.ts";

/** Every part of a certificate that follows from its pairs alone, so that `verify` can compute it again. */
export type CertificateNumbers = Pick<
  Certificate,
  | "pairs"
  | "difference"
  | "lowerBound"
  | "eValue"
  | "families"
  | "sources"
  | "costShare"
  | "energyShare"
  | "rows"
>;

/** A larger e-value is written as this one: JSON has no infinity, and nobody is the surer for it. */
const E_VALUE_MAX = 1e15;

/** Pairs in the order of their request ids; at least one. */
export function certificateNumbers(
  pairs: readonly CertificatePair[],
  rules: CertifierRules,
): CertificateNumbers {
  const certifier = openCertifier(rules);
  const sources: Record<string, number> = {};
  const digest = createHash("sha256");
  for (const pair of pairs) {
    certifier.add(pair);
    sources[pair.source] = (sources[pair.source] ?? 0) + 1;
    digest.update(`${canonicalJson(readOf(pair))}\n`);
  }
  const { difference, lowerBound, logEValue, families } = certifier.status();
  return {
    pairs: pairs.length,
    difference: difference ?? 0,
    lowerBound,
    eValue: Math.min(E_VALUE_MAX, Math.exp(logEValue)),
    families: families.map((family) => ({
      family: family.family,
      pairs: family.pairs,
      difference: family.difference ?? 0,
      lowerBound: family.lowerBound,
    })),
    sources,
    costShare: shareOf(pairs.map((pair) => [pair.policyCostNanoUsd, pair.referenceCostNanoUsd])),
    energyShare: shareOf(pairs.map((pair) => [pair.policyEnergyMj, pair.referenceEnergyMj])),
    rows: {
      firstRequestId: pairs[0]?.requestId ?? "",
      lastRequestId: pairs.at(-1)?.requestId ?? "",
      requests: pairs.length,
      digest: `sha256:${digest.digest("hex")}`,
    },
  };
}

/** What the digest is over, and nothing else that a caller's pair may carry. */
function readOf(pair: CertificatePair): CertificatePair {
  const { requestId, family, difference, source } = pair;
  const { policyCostNanoUsd, referenceCostNanoUsd, policyEnergyMj, referenceEnergyMj } = pair;
  return {
    requestId,
    family,
    difference,
    source,
    policyCostNanoUsd,
    referenceCostNanoUsd,
    policyEnergyMj,
    referenceEnergyMj,
  };
}

/** The policy's sum as a share of the reference's; `null` as soon as one part is unknown. */
function shareOf(
  parts: readonly (readonly [policy: number | null, reference: number | null])[],
): number | null {
  let [policy, reference] = [0, 0];
  for (const [own, other] of parts) {
    if (own === null || other === null) return null;
    policy += own;
    reference += other;
  }
  return reference === 0 ? null : policy / reference;
}
