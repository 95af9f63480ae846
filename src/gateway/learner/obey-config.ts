import { setTimeout as sleep } from "node:timers/promises";
import type { MixtureEvent } from "../../core/mixture-event.ts";
import { servedFrom } from "../../core/served.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import {
  type Definitions,
  lastDefinition,
  redefinedExperts,
  type Wanted,
  whyNoLonger,
} from "../fits-config.ts";
import { readServingEvents } from "../read-events.ts";

export type ObeyDeps = {
  readonly ledger: Pick<Ledger, "events" | "findCertificate" | "appendEvent">;
  readonly definitions: Definitions;
  readonly nowUs: () => number;
  readonly newId: (prefix: string) => string;
};

const BY = "config";
/** Ids sort by milliseconds: what comes second is to be read second. */
const NEXT_ID_MS = 2;

/**
 * Writes down at the start what the config changed: an expert that is another one now has drifted, and what serves is
 * revoked when its certificate says less than the config asks. The experts that were redefined.
 */
export async function obeyConfig(
  deps: ObeyDeps,
  mixture: string,
  wanted: Wanted,
): Promise<readonly string[]> {
  const { ledger, nowUs } = deps;
  const events = await readServingEvents(ledger, mixture);
  const definitions = new Map([...deps.definitions].filter(([expert]) => wanted.experts.includes(expert)));
  const changed = redefinedExperts(events, definitions);
  async function append(event: Pick<MixtureEvent, "kind" | "reason"> & Partial<MixtureEvent>): Promise<void> {
    const about = { policyVersion: null, certificate: null, expert: null, by: BY, mixture };
    await ledger.appendEvent({ ...about, ...event, id: deps.newId("evt"), atUs: nowUs() });
    await sleep(NEXT_ID_MS);
  }
  const served = servedFrom(events).at(-1);
  const certificate = served?.certificate == null ? null : await ledger.findCertificate(served.certificate);
  const present = { wanted, definitions, events, nowUs: nowUs() };
  const why = certificate === null ? null : whyNoLonger(present, certificate);
  // The revocation first: were we killed here, the next start finds the redefinition again.
  if (certificate !== null && why !== null && certificate.expiresUs > nowUs()) {
    const { id, policyVersion } = certificate;
    await append({ kind: "revoked", certificate: id, policyVersion, reason: why });
  }
  for (const expert of changed) {
    // oxlint-disable-next-line no-await-in-loop -- events are in the order in which things happened
    await append({ kind: "drift", expert, reason: `${expert} was redefined in the config` });
  }
  for (const [expert, reason] of definitions) {
    if (lastDefinition(events, expert) === reason) continue;
    // oxlint-disable-next-line no-await-in-loop -- see above
    await append({ kind: "defined", expert, reason });
  }
  return changed;
}
