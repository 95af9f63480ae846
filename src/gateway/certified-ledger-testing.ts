import { generateKeyPairSync } from "node:crypto";
import type { Certificate } from "../core/certificate.ts";
import type { Outcome } from "../core/outcome.ts";
import type { RequestRecord } from "../core/request-record.ts";
import { exampleAttempt, exampleOutcome, exampleRecord, requestId } from "../ledger/examples.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { issueCertificate } from "../router/certificate/issue-certificate.ts";
import { loadSigningKey } from "../router/certificate/signing-key.ts";
import { readEvidence } from "./learner/read-evidence.ts";
import { asideStep, SHADOW_DRAWN } from "./shadow/shadow-reason.ts";
import { smallPolicy } from "./small-policy-testing.ts";

const REQUESTS = 120;
const DRAWN = `${SHADOW_DRAWN}, 0.0100 < 0.02`;
const DAY_US = 86_400_000_000;
const START_US = exampleRecord(0).receivedUs;

/**
 * Fills a ledger as a mixture `auto` of `big` (its reference) and `small` would: requests with shadow runs that a check
 * verified, a policy, and a certificate issued from them. For tests.
 */
export async function certifiedLedger(ledger: Ledger, keyFolder: string | null): Promise<Certificate> {
  const artefact = smallPolicy();
  const { digest, reference } = artefact;
  const policy = await ledger.savePolicy({
    mixture: "auto",
    digest,
    atUs: START_US,
    origin: "learner",
    body: JSON.stringify(artefact),
  });
  await Promise.all(shadowedRequests().map((record) => ledger.append(record)));
  const issuedUs = START_US + DAY_US;
  const { pairs, prices } = await readEvidence(ledger, { policy, untilUs: issuedUs });
  const claim = {
    id: "cert_1",
    mixture: "auto",
    policy: digest,
    policyVersion: policy.version,
    reference,
    toleranceShare: 0.2,
    confidence: 0.95,
    verifierError: null,
    prices,
    issuedUs,
    expiresUs: issuedUs + 100 * 365 * DAY_US,
  };
  const key = keyFolder === null ? generateKeyPairSync("ed25519").privateKey : loadSigningKey(keyFolder);
  const certificate = issueCertificate(claim, pairs, key);
  await ledger.saveCertificate(certificate);
  return certificate;
}

function shadowedRequests(): readonly RequestRecord[] {
  return Array.from({ length: REQUESTS }, (_, index) => {
    const at = 2 * index + 1;
    return [answered(at, "big", null), answered(at + 1, "small", requestId(at))];
  }).flat();
}

/** One request of `auto`, right but for every twentieth. */
function answered(index: number, expert: string, shadowOf: string | null): RequestRecord {
  const { decision, ...record } = exampleRecord(index);
  const task = index % 4 < 2 ? "words" : "sums";
  const outcome: Outcome = exampleOutcome(index, {
    id: `out_${String(index).padStart(6, "0")}`,
    expert,
    task,
    correct: index % 20 !== 0,
    atUs: record.receivedUs + 1,
  });
  return {
    ...record,
    task,
    expert,
    shadowOf,
    decision: {
      ...decision,
      task,
      role: shadowOf === null ? "reference" : "explore",
      chosen: expert,
      order: [expert],
      reason: shadowOf === null ? "no certificate yet" : DRAWN,
      steps: shadowOf === null ? [asideStep(DRAWN, ["small"])] : [],
    },
    attempts: [exampleAttempt({ expert })],
    outcomes: [outcome],
  };
}
