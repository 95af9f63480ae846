import { AppError } from "../../../core/app-error.ts";

/** One event of a chat stream is a few hundred bytes; an audio delta can be a megabyte. */
export const EVENT_BYTES_MAX = 8 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;

export type EventSplitter = {
  /** Whole events that this chunk completed, each with its blank line, as slices of what came. */
  push(chunk: Buffer): Buffer[];
  /** What came after the last whole event. */
  rest(): Buffer;
};

/** How the previous line ended; `none` inside a line. A bare CR tells that the stream's line ends are CRs. */
type LineEnd = "none" | "lf" | "crlf" | "cr";

/**
 * Cuts a byte stream into server-sent events. Every byte is looked at once, whatever the chunks; the slices
 * joined are the input. An event that starts with blank lines keeps them. Which bytes an event has does not
 * depend on how the stream was cut into chunks: a CR that may be half of a CRLF waits for the next byte.
 */
export function createEventSplitter(eventBytesMax: number = EVENT_BYTES_MAX): EventSplitter {
  let held: Buffer[] = [];
  let heldBytes = 0;
  /** Whether the current event has a line with something in it. */
  let hasContent = false;
  /** Where the current line stands: at its start after this line end, or inside (`none`). */
  let lineEnd: LineEnd = "lf";
  /** The last byte was a CR that a LF may complete; `blank` when that ends the event. */
  let pendingCr: "no" | "line" | "blank" = "no";

  function push(chunk: Buffer): Buffer[] {
    const events: Buffer[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (pendingCr !== "no") {
        const endsEvent = pendingCr === "blank";
        pendingCr = "no";
        lineEnd = byte === LF ? "crlf" : "cr";
        if (endsEvent) {
          const end = byte === LF ? at + 1 : at;
          events.push(take(chunk, start, end));
          start = end;
        }
        if (byte === LF) continue;
      }
      if (byte === LF) {
        if (lineEnd !== "none" && hasContent) {
          events.push(take(chunk, start, at + 1));
          start = at + 1;
        }
        lineEnd = "lf";
      } else if (byte === CR) {
        if (lineEnd === "none" || !hasContent) pendingCr = "line";
        else if (lineEnd === "cr") {
          events.push(take(chunk, start, at + 1));
          start = at + 1;
        } else pendingCr = "blank";
      } else {
        lineEnd = "none";
        hasContent = true;
      }
    }
    hold(chunk, start);
    return events;
  }

  function take(chunk: Buffer, start: number, end: number): Buffer {
    const last = chunk.subarray(start, end);
    hasContent = false;
    if (held.length === 0) return last;
    held.push(last);
    const event = Buffer.concat(held);
    held = [];
    heldBytes = 0;
    return event;
  }

  function hold(chunk: Buffer, start: number): void {
    if (start >= chunk.length) return;
    held.push(start === 0 ? chunk : chunk.subarray(start));
    heldBytes += chunk.length - start;
    if (heldBytes <= eventBytesMax) return;
    held = [];
    throw new AppError("expert_bad_response", `an event of the stream is larger than ${eventBytesMax} bytes`);
  }

  return { push, rest: () => Buffer.concat(held) };
}
