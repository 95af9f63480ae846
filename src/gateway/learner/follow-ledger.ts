import type { MixtureEvent } from "../../core/mixture-event.ts";
import { servedFrom } from "../../core/served.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { type Definitions, policyMisfit, provableMisfit, type Wanted, whyNoLonger } from "../fits-config.ts";
import { lastServingEvent, readServingEvents } from "../read-events.ts";
import { openStored } from "../open-stored.ts";
import type { Serving } from "../steering/serving.ts";

export type Followed = {
  readonly mixture: string;
  readonly wanted: Wanted;
  readonly definitions: Definitions;
  readonly nowUs: number;
};

/**
 * What a mixture serves by its events in the ledger: the same after a restart, a kill, or a change by hand. What does not
 * fit the config any more does not serve.
 */
export async function servingFromLedger(
  ledger: Pick<Ledger, "events" | "findPolicy" | "findCertificate">,
  { mixture, ...present }: Followed,
): Promise<Serving> {
  const events = await readServingEvents(ledger, mixture);
  const served = servedFrom(events).at(-1);
  if (served === undefined) return { role: "reference", reason: whyReference(lastServingEvent(events)) };
  const stored = await ledger.findPolicy(mixture, served.policyVersion);
  if (stored === null)
    return { role: "reference", reason: `policy ${served.policyVersion} is not in the ledger` };
  const certificate = served.certificate === null ? null : await ledger.findCertificate(served.certificate);
  if (served.certificate !== null && certificate === null)
    return { role: "reference", reason: `certificate ${served.certificate} is not in the ledger` };
  const opened = openStored(stored);
  const { wanted } = present;
  const misfit =
    certificate === null
      ? policyMisfit(wanted, opened.artefact)
      : (provableMisfit(wanted, opened.artefact) ?? whyNoLonger({ ...present, events }, certificate));
  if (misfit !== null) return { role: "reference", reason: misfit };
  return {
    role: "policy",
    version: served.policyVersion,
    ...opened,
    certificate: certificate === null ? null : { id: certificate.id, expiresUs: certificate.expiresUs },
    safe: [],
  };
}

function whyReference(last: MixtureEvent | undefined): string {
  if (last === undefined) return "there is no certificate yet";
  return last.kind === "revoked" ? `revoked: ${last.reason}` : last.reason;
}
