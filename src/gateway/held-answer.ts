import { AppError } from "../core/app-error.ts";
import type { StreamPart, WireEvent, WireReading } from "../experts/expert.ts";
import type { Attempt } from "./attempt.ts";
import { brokenStream, flowItems, isFinish, isTerminalEvent } from "./flow-items.ts";
import type { Flow, Opened } from "./open-attempt.ts";

/** Bytes of one stream that are held back; a longer one could fill the memory with a few clients. */
const HELD_BYTES_MAX = 16 * 1024 * 1024;

/** A complete answer that nobody has seen yet. */
export type HeldAnswer = { readonly reading: WireReading } & (
  | { readonly type: "wire-whole"; readonly bytes: Uint8Array }
  | { readonly type: "wire-events"; readonly events: readonly WireEvent[] }
  | { readonly type: "parts"; readonly parts: readonly StreamPart[] }
);

/** Takes in all of an answer. Throws `expert_stream_broken` when it has no end of its own. */
export async function holdAnswer(opened: Opened, attempt: Attempt): Promise<HeldAnswer> {
  switch (opened.type) {
    case "wire-whole":
      return opened;
    case "wire-stream": {
      const events = await takeAll(opened.flow, attempt, isTerminalEvent);
      return { type: "wire-events", events, reading: opened.flow.reading() };
    }
    case "parts": {
      const parts = await takeAll(opened.flow, attempt, isFinish);
      return { type: "parts", parts, reading: opened.flow.reading() };
    }
  }
}

async function takeAll<Item extends object>(
  flow: Flow<Item>,
  attempt: Attempt,
  isLast: (item: Item) => boolean,
): Promise<readonly Item[]> {
  const taken: Item[] = [];
  let bytes = 0;
  for await (const item of flowItems(flow, attempt)) {
    taken.push(item);
    if ("bytes" in item && item.bytes instanceof Uint8Array) bytes += item.bytes.length;
    if (bytes > HELD_BYTES_MAX)
      throw new AppError(
        "expert_bad_response",
        `an answer of over ${HELD_BYTES_MAX} bytes is not held back`,
        {
          retryable: false,
        },
      );
    if (isLast(item)) return taken;
  }
  throw brokenStream(attempt);
}
