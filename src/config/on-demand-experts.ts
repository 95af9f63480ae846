import type { Expert, StreamPart, WireDoor, WireEvent, WireReply } from "../experts/expert.ts";

/** A vendor has a few dozen models: more than this is somebody trying names. */
const KEPT_MAX = 1_000;

type Kept = { readonly expert: Expert; calls: number; dropped: boolean };

/**
 * Experts that clients asked for by name. A client chooses these names, so only the most recently used ones
 * are kept; one that is dropped is closed when its last call is over.
 */
export class OnDemandExperts {
  readonly #open: (name: string) => Expert | null;
  readonly #keptMax: number;
  readonly #kept = new Map<string, Kept>();

  constructor(open: (name: string) => Expert | null, keptMax: number = KEPT_MAX) {
    this.#open = open;
    this.#keptMax = keptMax;
  }

  find(name: string): Expert | null {
    const known = this.#kept.get(name);
    if (known !== undefined) {
      this.#kept.delete(name);
      this.#kept.set(name, known);
      return known.expert;
    }
    const opened = this.#open(name);
    if (opened === null) return null;
    if (opened.state().status === "disabled") {
      // It says which key to set, and reaches nobody: there is nothing to keep.
      void opened.close?.();
      return opened;
    }
    return this.#keep(name, opened);
  }

  async close(): Promise<void> {
    const experts = [...this.#kept.values()].map(({ expert }) => expert);
    this.#kept.clear();
    await Promise.all(experts.map(async (expert) => expert.close?.()));
  }

  #keep(name: string, opened: Expert): Expert {
    const kept: Kept = {
      expert: countCalls(opened, (change) => count(kept, change)),
      calls: 0,
      dropped: false,
    };
    this.#kept.set(name, kept);
    const [oldest] = this.#kept;
    if (this.#kept.size > this.#keptMax && oldest !== undefined) {
      this.#kept.delete(oldest[0]);
      oldest[1].dropped = true;
      count(oldest[1], 0);
    }
    return kept.expert;
  }
}

function count(kept: Kept, change: number): void {
  kept.calls += change;
  if (kept.dropped && kept.calls === 0) void kept.expert.close?.();
}

type Change = (change: 1 | -1) => void;

/** The same expert, telling when a call of it begins and when it is over. */
function countCalls(expert: Expert, change: Change): Expert {
  const { wire } = expert;
  const answer: Expert["answer"] = (call, context) => {
    const parts = expert.answer(call, context);
    return counted<StreamPart>(parts, { begin: () => change(1), end: () => change(-1) });
  };
  return { ...expert, answer, ...(wire === undefined ? {} : { wire: countSends(wire, change) }) };
}

function countSends(wire: WireDoor, change: Change): WireDoor {
  return {
    dialect: wire.dialect,
    async send(body, context, bytes): Promise<WireReply> {
      change(1);
      let streams = false;
      try {
        const reply = await wire.send(body, context, bytes);
        if (reply.type === "whole") return reply;
        streams = true;
        // The call that began here is over when its stream is.
        const events = counted<WireEvent>(reply.events, { begin: () => undefined, end: () => change(-1) });
        return { ...reply, events };
      } finally {
        if (!streams) change(-1);
      }
    },
  };
}

type Told = { readonly begin: () => void; readonly end: () => void };

async function* counted<Item>(items: AsyncIterable<Item>, { begin, end }: Told): AsyncGenerator<Item> {
  begin();
  try {
    yield* items;
  } finally {
    end();
  }
}
