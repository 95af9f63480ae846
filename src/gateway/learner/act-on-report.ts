import { setTimeout as sleep } from "node:timers/promises";
import type { MixtureEvent } from "../../core/mixture-event.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Report } from "./messages.ts";

export type Acting = {
  readonly ledger: Pick<Ledger, "appendEvent" | "savePolicy" | "saveCertificate">;
  readonly nowUs: () => number;
  readonly newId: (prefix: string) => string;
};

const BY = "learner";
const NEXT_ID_MS = 2;

/** Writes what the learner found to the ledger. What is served follows from there. */
export async function actOnReport(acting: Acting, mixture: string, report: Report): Promise<void> {
  const { reason } = report;
  const append = (event: Pick<MixtureEvent, "kind"> & Partial<MixtureEvent>): Promise<void> => {
    const about = { policyVersion: null, certificate: null, expert: null, by: BY, reason };
    return acting.ledger.appendEvent({
      ...about,
      ...event,
      id: acting.newId("evt"),
      atUs: acting.nowUs(),
      mixture,
    });
  };
  switch (report.type) {
    case "learnt": {
      const { artefact } = report;
      const body = JSON.stringify(artefact);
      const atUs = acting.nowUs();
      const stored = await acting.ledger.savePolicy({
        mixture,
        digest: artefact.digest,
        atUs,
        origin: BY,
        body,
      });
      return append({ kind: "learnt", policyVersion: stored.version });
    }
    case "nothing-learnt":
      return append({ kind: "learnt" });
    case "certified": {
      const { id, policyVersion } = report.certificate;
      await acting.ledger.saveCertificate(report.certificate);
      await append({ kind: "certified", policyVersion, certificate: id });
      if (!report.promote) return;
      // Ids sort by milliseconds: what comes second is to be read second.
      await sleep(NEXT_ID_MS);
      return append({ kind: "promoted", policyVersion, certificate: id });
    }
    case "promote":
      return append({ kind: "promoted", policyVersion: report.version, certificate: report.certificate });
    case "drift":
      return append({ kind: "drift", expert: report.expert });
    case "revoke":
      return append({ kind: "revoked", policyVersion: report.version, certificate: report.certificate });
    default:
      return report satisfies never;
  }
}
