import { AppError } from "../core/app-error.ts";
import { abortRace } from "../experts/abort-race.ts";
import type { StreamPart, WireEvent, WireReading } from "../experts/expert.ts";
import type { Attempt } from "./attempt.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import { isVisible, PartsReading } from "./parts-reading.ts";

/** A stream whose first visible item has arrived: from here on no other expert may take over. */
export type Flow<Item> = {
  /** Items that came up to the first visible one, which is the last of them. */
  readonly head: readonly Item[];
  readonly tail: AsyncIterator<Item>;
  readonly reading: () => WireReading;
};

export type Opened =
  | { readonly type: "wire-whole"; readonly bytes: Uint8Array; readonly reading: WireReading }
  | { readonly type: "wire-stream"; readonly flow: Flow<WireEvent> }
  | { readonly type: "parts"; readonly flow: Flow<StreamPart> };

/** Calls the attempt's expert and waits for its first visible byte, or its whole answer on the fast path. */
export async function openAttempt(
  attempt: Attempt,
  request: GatewayRequest,
  nowUs: () => number,
): Promise<Opened> {
  const { expert } = attempt;
  const context = { signal: attempt.signal, requestId: request.id };
  if (expert.wire?.dialect !== request.dialect) {
    const parts = expert.answer(request.callOptions(), context);
    return {
      type: "parts",
      flow: await openParts(parts, attempt, { nowUs, promptChars: request.facts.promptChars }),
    };
  }
  const reply = await expert.wire.send(request.body, context, request.bodyBytes);
  attempt.httpStatus = reply.httpStatus;
  attempt.upstreamRequestId = reply.upstreamRequestId;
  if (reply.type === "whole") {
    attempt.sawFirstByte(nowUs());
    return { type: "wire-whole", bytes: reply.bytes, reading: reply.reading };
  }
  return { type: "wire-stream", flow: await openEvents(reply, attempt, nowUs) };
}

async function openEvents(
  reply: { readonly events: AsyncIterable<WireEvent>; reading(): WireReading },
  attempt: Attempt,
  nowUs: () => number,
): Promise<Flow<WireEvent>> {
  const tail = reply.events[Symbol.asyncIterator]();
  const reading = () => reply.reading();
  attempt.reading = reading;
  const head: WireEvent[] = [];
  for (;;) {
    const next = await tail.next();
    if (next.done) return { head, tail, reading };
    // Comments such as `: keep-alive` are not an answer: before one they would only pin us to this expert.
    if (next.value.kind === "comment") continue;
    head.push(next.value);
    if (next.value.kind === "usage-only") continue;
    attempt.sawFirstByte(nowUs());
    return { head, tail, reading };
  }
}

async function openParts(
  parts: AsyncIterable<StreamPart>,
  attempt: Attempt,
  { nowUs, promptChars }: { readonly nowUs: () => number; readonly promptChars: number },
): Promise<Flow<StreamPart>> {
  const taken = new PartsReading(promptChars);
  const tail = abortable(parts[Symbol.asyncIterator](), attempt.signal, taken);
  const reading = () => taken.reading();
  attempt.reading = reading;
  const head: StreamPart[] = [];
  for (;;) {
    const next = await tail.next();
    if (next.done) return { head, tail, reading };
    head.push(next.value);
    if (!isVisible(next.value)) continue;
    attempt.sawFirstByte(nowUs());
    return { head, tail, reading };
  }
}

/** Not every provider package listens to its abort signal; the client's connection must not wait for it. */
function abortable(
  parts: AsyncIterator<StreamPart>,
  signal: AbortSignal,
  taken: PartsReading,
): AsyncIterator<StreamPart> {
  const aborting = abortRace(signal);
  return {
    async next() {
      const next = await aborting.race(parts.next());
      if (next.done) return next;
      throwIfFailed(next.value);
      taken.see(next.value);
      return next;
    },
    async return() {
      aborting.stop();
      // Not awaited: a generator that hangs in `next` would never come back from `return` either.
      void parts.return?.()?.catch(() => undefined);
      return { done: true, value: undefined };
    },
  };
}

/** Some providers report a failure as a part, or as a finish of its own kind; to us both are failures. */
function throwIfFailed(part: StreamPart): void {
  if (part.type === "error") throw part.error;
  if (part.type !== "finish") return;
  const { unified, raw } = part.finishReason;
  if (unified !== "error" && unified !== "interrupted") return;
  throw new AppError("expert_stream_broken", `the answer ended with '${raw ?? unified}'`);
}
