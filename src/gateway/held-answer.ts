import type { StreamPart, WireEvent, WireReading } from "../experts/expert.ts";
import type { Attempt } from "./attempt.ts";
import { brokenStream, flowItems, isFinish, isTerminalEvent } from "./flow-items.ts";
import { countAnswer } from "./held-bytes.ts";
import type { Flow, Opened } from "./open-attempt.ts";

/** A complete answer that nobody has seen yet. */
export type HeldAnswer = { readonly reading: WireReading } & (
  | { readonly type: "wire-whole"; readonly bytes: Uint8Array }
  | { readonly type: "wire-events"; readonly events: readonly WireEvent[] }
  | { readonly type: "parts"; readonly parts: readonly StreamPart[] }
);

/** Takes in all of an answer. Throws `expert_stream_broken` when it has no end of its own. */
export async function holdAnswer(
  opened: Opened,
  attempt: Attempt,
  count: (piece: unknown) => unknown,
): Promise<HeldAnswer> {
  switch (opened.type) {
    case "wire-whole":
      count(opened.bytes);
      return opened;
    case "wire-stream": {
      const events: WireEvent[] = [];
      for await (const event of untilLast(opened.flow, attempt, isTerminalEvent)) {
        count(event);
        events.push(event);
      }
      return { type: "wire-events", events, reading: opened.flow.reading() };
    }
    case "parts": {
      const parts: StreamPart[] = [];
      for await (const part of untilLast(opened.flow, attempt, isFinish)) {
        count(part);
        parts.push(part);
      }
      return { type: "parts", parts, reading: opened.flow.reading() };
    }
  }
}

/** Reads all of an answer that nobody will get: only what it says is kept. */
export async function readThrough(opened: Opened, attempt: Attempt): Promise<WireReading> {
  if (opened.type === "wire-whole") return opened.reading;
  const count = countAnswer();
  const items =
    opened.type === "parts"
      ? untilLast(opened.flow, attempt, isFinish)
      : untilLast(opened.flow, attempt, isTerminalEvent);
  for await (const item of items) count(item);
  return opened.flow.reading();
}

async function* untilLast<Item>(
  flow: Flow<Item>,
  attempt: Attempt,
  isLast: (item: Item) => boolean,
): AsyncGenerator<Item> {
  for await (const item of flowItems(flow, attempt)) {
    yield item;
    if (isLast(item)) return;
  }
  throw brokenStream(attempt);
}
