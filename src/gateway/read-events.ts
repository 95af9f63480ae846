import type { MixtureEvent } from "../core/mixture-event.ts";
import { SERVING_EVENTS } from "../core/served.ts";
import type { Ledger } from "../ledger/ledger.ts";

const PAGE_EVENTS = 1_000;

/** All events of a mixture that change what it serves, oldest first: `servedFrom` takes them. */
export async function readServingEvents(ledger: Ledger, mixture: string): Promise<readonly MixtureEvent[]> {
  const newestFirst: MixtureEvent[] = [];
  for (;;) {
    const before = newestFirst.at(-1)?.id;
    const filter = { mixture, kinds: SERVING_EVENTS, limit: PAGE_EVENTS };
    // oxlint-disable-next-line no-await-in-loop -- a page starts where the one before it ended
    const page = await ledger.events(before === undefined ? filter : { ...filter, before });
    newestFirst.push(...page);
    if (page.length < PAGE_EVENTS) return newestFirst.toReversed();
  }
}
