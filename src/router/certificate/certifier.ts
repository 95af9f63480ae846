import { addDifference, bettingLowerBound, logCapital } from "../../statistics/betting.ts";
import type { DifferenceTally } from "../../statistics/betting.ts";
import { alphaOfTrial } from "./alpha-spending.ts";
import type { CertificatePair } from "./pair.ts";

export type CertifierRules = {
  /** 0.01 is one point. */
  readonly toleranceShare: number;
  /** Of all certificates a mixture is ever given. */
  readonly confidence: number;
  /** Which policy of the mixture this is, 1 the first ever tested: later ones need stronger evidence. */
  readonly trial: number;
};

export type Evidence = {
  readonly pairs: number;
  /** Mean of policy − reference, `null` without pairs. */
  readonly difference: number | null;
  /** Of the mean difference, at all times at once. */
  readonly lowerBound: number;
  /** ln of the e-value against "worse by more than the tolerance", and what it has to reach. */
  readonly logEValue: number;
  readonly logThreshold: number;
};

export type FamilyEvidence = Evidence & { readonly family: string | null };

export type CertifierStatus = Evidence & {
  /** True from the pair on at which the e-value first reached the threshold: Ville's inequality covers all times. */
  readonly holds: boolean;
  readonly families: readonly FamilyEvidence[];
};

/** Evidence on one fixed policy, pair by pair. It may be looked at after every pair: that is what its tests are made for. */
export type Certifier = {
  add(pair: Pick<CertificatePair, "family" | "difference">): void;
  readonly holds: boolean;
  /** Over all families together: what is looked at after every few pairs. */
  evidence(): Evidence;
  status(): CertifierStatus;
};

/** Families told apart; rows of any further ones count with the nameless. */
const FAMILIES_MAX = 200;

/** Starts without evidence; after a restart it is fed the pairs of its policy again. */
export function openCertifier(rules: CertifierRules): Certifier {
  const alpha = alphaOfTrial(1 - rules.confidence, rules.trial);
  const all: DifferenceTally = new Map();
  const families = new Map<string | null, DifferenceTally>();
  let holds = false;

  const tallyOfFamily = (family: string | null): DifferenceTally => {
    const name = families.has(family) || families.size < FAMILIES_MAX ? family : null;
    const tally = families.get(name) ?? new Map<number, number>();
    families.set(name, tally);
    return tally;
  };

  return {
    add({ family, difference }) {
      addDifference(all, difference);
      addDifference(tallyOfFamily(family), difference);
      holds ||= logCapital(all, -rules.toleranceShare) >= -Math.log(alpha);
    },
    get holds() {
      return holds;
    },
    evidence: () => evidenceOf(all, rules.toleranceShare, alpha),
    status: () => ({
      ...evidenceOf(all, rules.toleranceShare, alpha),
      holds,
      families: [...families].map(([family, tally], index) => ({
        family,
        ...evidenceOf(tally, rules.toleranceShare, alphaOfTrial(alpha, index + 1)),
      })),
    }),
  };
}

function evidenceOf(tally: DifferenceTally, toleranceShare: number, alpha: number): Evidence {
  let [pairs, sum] = [0, 0];
  for (const [difference, count] of tally) {
    pairs += count;
    sum += count * difference;
  }
  return {
    pairs,
    difference: pairs === 0 ? null : sum / pairs,
    lowerBound: bettingLowerBound(tally, 1 - alpha),
    logEValue: logCapital(tally, -toleranceShare),
    logThreshold: -Math.log(alpha),
  };
}

/**
 * Of candidates from the safest to the cheapest, each with its own certifier, the cheapest that holds with every safer
 * one holding too; `null` when the safest does not. No correction for their number is needed (fixed sequence).
 */
export function cheapestHolding(certifiers: readonly Pick<Certifier, "holds">[]): number | null {
  const failing = certifiers.findIndex((certifier) => !certifier.holds);
  const holding = failing === -1 ? certifiers.length : failing;
  return holding === 0 ? null : holding - 1;
}
