import type { MixtureEvent } from "../core/mixture-event.ts";
import { changesWhatServes, SERVING_EVENTS } from "../core/served.ts";
import type { Ledger } from "../ledger/ledger.ts";

const PAGE_EVENTS = 1_000;

type Asked = { readonly mixture: string; readonly kinds?: readonly MixtureEvent["kind"][] };

/** All events of a mixture, oldest first. */
export async function readEvents(
  ledger: Pick<Ledger, "events">,
  asked: Asked,
): Promise<readonly MixtureEvent[]> {
  const newestFirst: MixtureEvent[] = [];
  for (;;) {
    const before = newestFirst.at(-1)?.id;
    const filter = { ...asked, limit: PAGE_EVENTS };
    // oxlint-disable-next-line no-await-in-loop -- a page starts where the one before it ended
    const page = await ledger.events(before === undefined ? filter : { ...filter, before });
    newestFirst.push(...page);
    if (page.length < PAGE_EVENTS) return newestFirst.toReversed();
  }
}

/** Those that change what it serves, for `servedFrom`, and whether its certificates still hold, for `standingOf`. */
export function readServingEvents(
  ledger: Pick<Ledger, "events">,
  mixture: string,
): Promise<readonly MixtureEvent[]> {
  return readEvents(ledger, { mixture, kinds: [...SERVING_EVENTS, "drift", "defined"] });
}

/** The last that changed what it serves. */
export function lastServingEvent(events: readonly MixtureEvent[]): MixtureEvent | undefined {
  return events.findLast(changesWhatServes);
}

/** Id of the last of them; `null` when there is none. */
export async function newestServingEvent(
  ledger: Pick<Ledger, "events">,
  mixture: string,
): Promise<string | null> {
  const [newest] = await ledger.events({ mixture, kinds: SERVING_EVENTS, limit: 1 });
  return newest?.id ?? null;
}
