import { AppError } from "../../../core/app-error.ts";

/** One event of a chat stream is a few hundred bytes; an audio delta can be a megabyte. */
const EVENT_BYTES_MAX = 8 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/** How the previous line ended; `none` inside a line. A bare CR tells that this stream's line ends are CRs. */
type LineEnd = "none" | "lf" | "cr";

/**
 * Cuts a byte stream into server-sent events. Every byte is looked at once, whatever the chunks; the events
 * joined are the input. An event that starts with blank lines keeps them. Which bytes an event has does not
 * depend on how the stream was cut into chunks: a CR that may be half of a CRLF waits for the next byte.
 */
export class EventSplitter {
  readonly #eventBytesMax: number;
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Whether the current event has a line with something in it. */
  #hasContent = false;
  #lineEnd: LineEnd = "lf";
  /** The last byte was a CR that a LF may complete; `blank` when that ends the event. */
  #pendingCr: "no" | "line" | "blank" = "no";

  constructor(eventBytesMax: number = EVENT_BYTES_MAX) {
    this.#eventBytesMax = eventBytesMax;
  }

  /** Whole events that this chunk completed, each with its blank line, as slices of what came. */
  push(chunk: Buffer): Buffer[] {
    const events: Buffer[] = [];
    const onlyLf = this.#pendingCr === "no" && this.#lineEnd !== "cr" && !chunk.includes(CR);
    const start = onlyLf ? this.#splitLines(chunk, events) : this.#splitBytes(chunk, events);
    this.#hold(chunk, start);
    return events;
  }

  /** What came after the last whole event. */
  rest(): Buffer {
    return Buffer.concat(this.#held);
  }

  /** The usual stream, whose lines end in LF: from line end to line end. Returns where the open event starts. */
  #splitLines(chunk: Buffer, events: Buffer[]): number {
    let start = 0;
    for (let at = 0; at < chunk.length;) {
      if (chunk[at] === LF) {
        at++;
        if (this.#lineEnd === "lf" && this.#hasContent) start = this.#take(chunk, { start, end: at }, events);
        this.#lineEnd = "lf";
        continue;
      }
      this.#hasContent = true;
      const end = chunk.indexOf(LF, at);
      this.#lineEnd = end < 0 ? "none" : "lf";
      if (end < 0) break;
      at = end + 1;
    }
    return start;
  }

  /** Any stream, byte by byte. Returns where the open event starts. */
  #splitBytes(chunk: Buffer, events: Buffer[]): number {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.#pendingCr !== "no") {
        const endsEvent = this.#pendingCr === "blank";
        this.#pendingCr = "no";
        this.#lineEnd = byte === LF ? "lf" : "cr";
        if (endsEvent) start = this.#take(chunk, { start, end: byte === LF ? at + 1 : at }, events);
        if (byte === LF) continue;
      }
      if (byte === LF) {
        if (this.#lineEnd !== "none" && this.#hasContent)
          start = this.#take(chunk, { start, end: at + 1 }, events);
        this.#lineEnd = "lf";
      } else if (byte === CR) {
        if (this.#lineEnd === "none" || !this.#hasContent) this.#pendingCr = "line";
        else if (this.#lineEnd === "cr") start = this.#take(chunk, { start, end: at + 1 }, events);
        else this.#pendingCr = "blank";
      } else {
        this.#lineEnd = "none";
        this.#hasContent = true;
      }
    }
    return start;
  }

  #take(chunk: Buffer, range: { readonly start: number; readonly end: number }, events: Buffer[]): number {
    const last = chunk.subarray(range.start, range.end);
    this.#hasContent = false;
    if (this.#held.length === 0) {
      events.push(last);
    } else {
      this.#held.push(last);
      events.push(Buffer.concat(this.#held));
      this.#held = [];
      this.#heldBytes = 0;
    }
    return range.end;
  }

  #hold(chunk: Buffer, start: number): void {
    if (start >= chunk.length) return;
    this.#held.push(start === 0 ? chunk : chunk.subarray(start));
    this.#heldBytes += chunk.length - start;
    if (this.#heldBytes <= this.#eventBytesMax) return;
    this.#held = [];
    throw new AppError(
      "expert_bad_response",
      `an event of the stream is larger than ${this.#eventBytesMax} bytes`,
    );
  }
}
