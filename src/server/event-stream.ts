import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { asAppError } from "./send-error.ts";
import { openAiError } from "./openai-error.ts";

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
} as const;

/**
 * Sends server-sent events as they come, at the client's pace. A stream that breaks ends with an error event
 * and without its terminal one, so that no client takes half an answer for a whole one.
 */
export async function sendEvents(
  response: ServerResponse,
  events: AsyncIterable<Uint8Array | string>,
  headers: Record<string, string>,
): Promise<void> {
  // Not corked here: Node gathers a tick's writes itself, and a corked response may never say `drain`.
  response.writeHead(200, { ...HEADERS, ...headers });
  try {
    for await (const event of events) {
      if (!response.write(event) && !response.destroyed) await drained(response);
    }
    response.end();
  } catch (thrown) {
    const error = asAppError(thrown, 0);
    if (!response.destroyed) response.end(`data: ${JSON.stringify(openAiError(error))}\n\n`);
  }
}

/** Waits until the client has taken what was written, or is gone. */
async function drained(response: ServerResponse): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  try {
    await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
  } finally {
    controller.abort();
  }
}
