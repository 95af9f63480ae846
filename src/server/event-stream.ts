import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { asAppError } from "./send-error.ts";
import { openAiError } from "./openai-error.ts";

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
} as const;

export type EventStream = {
  readonly events: AsyncIterable<Uint8Array | string>;
  /** Aborts when the answer has to end although the client does not take what is there. */
  readonly signal: AbortSignal;
  readonly headers: Record<string, string>;
};

/**
 * Sends server-sent events as they come, at the client's pace. A stream that breaks ends with an error event
 * and without its terminal one, so that no client takes half an answer for a whole one.
 */
export async function sendEvents(response: ServerResponse, stream: EventStream): Promise<void> {
  // Not corked here: Node gathers a tick's writes itself, and a corked response may never say `drain`.
  try {
    response.writeHead(200, { ...HEADERS, ...stream.headers });
    for await (const event of stream.events) {
      if (!response.write(event) && !response.destroyed) await drained(response, stream.signal);
    }
    response.end();
  } catch (thrown) {
    await startAndLeave(stream.events);
    const error = asAppError(thrown, 0);
    // A client that takes nothing would not take the error either.
    if (response.writableNeedDrain || !response.headersSent) response.destroy();
    else if (!response.destroyed) response.end(`data: ${JSON.stringify(openAiError(error))}\n\n`);
  }
}

/** An answer that was never iterated is not recorded; one that was has nothing more to give. */
async function startAndLeave(events: AsyncIterable<unknown>): Promise<void> {
  try {
    const iterator = events[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
  } catch {
    // It ended with the error that is being handled.
  }
}

/** Waits until the client has taken what was written, is gone, or has had its time. */
async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const options = { signal: AbortSignal.any([signal, over.signal]) };
  try {
    await Promise.race([once(response, "drain", options), once(response, "close", options)]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    over.abort();
  }
}
