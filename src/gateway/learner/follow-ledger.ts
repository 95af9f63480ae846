import type { MixtureEvent } from "../../core/mixture-event.ts";
import { servedFrom } from "../../core/served.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { openPolicy } from "../../router/learner/open-policy.ts";
import { readServingEvents } from "../read-events.ts";
import type { Serving } from "../steering/serving.ts";

/** What a mixture serves by its events in the ledger: the same after a restart, a kill, or a change by hand. */
export async function servingFromLedger(
  ledger: Pick<Ledger, "events" | "findPolicy" | "findCertificate">,
  mixture: string,
): Promise<Serving> {
  const events = await readServingEvents(ledger, mixture);
  const served = servedFrom(events).at(-1);
  if (served === undefined) return { role: "reference", reason: whyReference(events.at(-1)) };
  const stored = await ledger.findPolicy(mixture, served.policyVersion);
  if (stored === null)
    return { role: "reference", reason: `policy ${served.policyVersion} is not in the ledger` };
  const certificate = served.certificate === null ? null : await ledger.findCertificate(served.certificate);
  if (served.certificate !== null && certificate === null)
    return { role: "reference", reason: `certificate ${served.certificate} is not in the ledger` };
  return {
    role: "policy",
    version: served.policyVersion,
    ...openPolicy(JSON.parse(stored.body)),
    certificate: certificate === null ? null : { id: certificate.id, expiresUs: certificate.expiresUs },
    safe: [],
  };
}

function whyReference(last: MixtureEvent | undefined): string {
  if (last === undefined) return "there is no certificate yet";
  return last.kind === "revoked" ? `revoked: ${last.reason}` : last.reason;
}
