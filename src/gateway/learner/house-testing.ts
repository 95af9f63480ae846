import type { Certificate } from "../../core/certificate.ts";
import type { MixtureEvent } from "../../core/mixture-event.ts";
import type { StoredPolicy } from "../../core/stored-policy.ts";
import type { VerifiedRow } from "../../core/verified-row.ts";
import { exampleCertificate } from "../../ledger/examples.ts";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import type { Finding } from "./finding.ts";
import { createLearner } from "./learner.ts";
import type { LearnerPlan } from "./learner-plan.ts";
import { idOf, verifiedRow } from "./learner-testing.ts";

/** Chance of a right answer per family and expert. */
export type World = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const DAY_US = 24 * 3600 * 1e6;

export const PLAN: LearnerPlan = {
  mixture: "auto",
  experts: ["big", "sums", "words"],
  reference: "big",
  objective: { type: "match", toleranceShare: 0.01, confidence: 0.95 },
  callsMax: 1,
  model: "table",
  seed: 1,
  certificateLifeUs: 7 * DAY_US,
};

/** Specialists that know one family each, and a reference that knows both a little. */
export const SPECIALISTS: World = {
  sums: { big: 0.8, sums: 0.95, words: 0.02 },
  words: { big: 0.7, sums: 0.02, words: 0.95 },
};

const ENERGY_MJ: Readonly<Record<string, number>> = { big: 400, sums: 100, words: 100 };

/**
 * A gateway and its ledger in miniature around one learner: requests come a second apart, findings become events. A
 * learner can be thrown away and another one started on what is on record. For tests.
 */
export function createHouse(plan: LearnerPlan = PLAN, seed = 1) {
  const draw = seededDraws(seed);
  const rows: VerifiedRow[] = [];
  const events: MixtureEvent[] = [];
  const policies: StoredPolicy[] = [];
  const certificates: Certificate[] = [];
  const findings: Finding[] = [];
  let request = 0;
  let learner = createLearner(plan);

  function nowUs(): number {
    return request * 1e6 + 900_000;
  }

  function append(kind: MixtureEvent["kind"], about: Partial<MixtureEvent>): void {
    const id = idOf("evt", events.length);
    const nothing = { policyVersion: null, certificate: null, expert: null, by: "learner", reason: "" };
    events.push({ ...nothing, ...about, id, atUs: nowUs(), mixture: plan.mixture, kind });
  }

  function act(finding: Finding): void {
    findings.push(finding);
    const { reason } = finding;
    switch (finding.type) {
      case "learnt": {
        const version = String(policies.length + 1);
        const { artefact } = finding;
        const body = JSON.stringify(artefact);
        policies.push({
          mixture: plan.mixture,
          version,
          digest: artefact.digest,
          atUs: nowUs(),
          origin: "learner",
          body,
        });
        return append("learnt", { policyVersion: version, reason });
      }
      case "nothing-learnt":
        return append("learnt", { reason });
      case "certifiable": {
        const { version: policyVersion } = finding;
        const certificate = exampleCertificate(certificates.length, {
          policyVersion,
          reference: plan.reference,
          pairs: learner.status().pairs,
          issuedUs: nowUs(),
          expiresUs: nowUs() + plan.certificateLifeUs,
        });
        certificates.push(certificate);
        append("certified", { policyVersion, certificate: certificate.id, reason });
        if (finding.promote) append("promoted", { policyVersion, certificate: certificate.id, reason });
        return;
      }
      case "promote":
        return append("promoted", {
          policyVersion: finding.version,
          certificate: finding.certificate,
          reason,
        });
      case "drift":
        return append("drift", { expert: finding.expert, reason });
      case "revoke":
        return append("revoked", {
          policyVersion: finding.version,
          certificate: finding.certificate,
          reason,
        });
      default:
        return finding satisfies never;
    }
  }

  function review(): void {
    const found = learner.review(nowUs());
    for (const finding of found) act(finding);
    if (found.length > 0) learner.hear({ events, policies, certificates });
  }

  return {
    events,
    findings,
    certificates,
    learner: () => learner,
    /** Lets the clock run on without a request. */
    pass(us: number) {
      request += Math.round(us / 1e6);
      review();
    },
    /** Requests of families in turn; `shadow` is the share that every expert answers, by an independent draw. */
    serve(count: number, world: World, shadow: number) {
      for (const end = request + count; request < end;) {
        request += 1;
        const families = Object.keys(world);
        const task = families[Math.floor(draw() * families.length)] ?? "";
        const shadowed = draw() < shadow;
        const asked = shadowed ? plan.experts : [plan.reference];
        const answered = asked.map((expert) =>
          verifiedRow({
            request,
            expert,
            task,
            right: draw() < (world[task]?.[expert] ?? 0),
            energyMj: ENERGY_MJ[expert] ?? null,
            ...(expert === plan.reference
              ? { aside: asked.filter((each) => each !== expert) }
              : { shadow: "drawn" as const }),
          }),
        );
        rows.push(...answered);
        learner.read(answered, nowUs());
        if (request % 10 === 0) review();
      }
    },
    append(kind: MixtureEvent["kind"], about: Partial<MixtureEvent>) {
      append(kind, about);
      learner.hear({ events, policies, certificates });
    },
    /** Another learner, told what is on record and nothing else. */
    restart() {
      learner = createLearner(plan);
      learner.hear({ events, policies, certificates });
      for (let at = 0; at < rows.length; at += 500) {
        const page = rows.slice(at, at + 500);
        learner.read(page, page.at(-1)?.outcome.atUs ?? 0);
      }
    },
  };
}
