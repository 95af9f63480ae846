/** What one HTTP/1.1 message is made of, handed on as it arrives. */
export type MessageHandler = {
  readonly head: (head: string) => void;
  readonly body: (part: Buffer) => void;
  readonly end: () => void;
};

type State = "head" | "fixed" | "chunk-size" | "chunk-data" | "chunk-end" | "trailer" | "until-close";

const HEAD_END = Buffer.from("\r\n\r\n");
const LINE_END = Buffer.from("\r\n");
const HEAD_BYTES_MAX = 64 * 1024;

/**
 * Reads keep-alive HTTP/1.1 messages one after the other, however the network split them. Hand-written
 * because `node:http` on both ends would cost more than most of what this harness measures.
 */
export class MessageReader {
  readonly #kind: "request" | "response";
  readonly #handler: MessageHandler;
  #state: State = "head";
  #left = 0;
  #pending: Buffer | null = null;

  constructor(kind: "request" | "response", handler: MessageHandler) {
    this.#kind = kind;
    this.#handler = handler;
  }

  feed(bytes: Buffer): void {
    const all = this.#pending === null ? bytes : Buffer.concat([this.#pending, bytes]);
    this.#pending = null;
    let at = 0;
    while (at < all.length) {
      const next = this.#step(all, at);
      if (next < 0) {
        this.#pending = all.subarray(at);
        return;
      }
      at = next;
    }
  }

  /** The other side closed: ends a body that has no length. False when a message was cut in the middle. */
  finish(): boolean {
    if (this.#state === "until-close") this.#ended();
    return this.#state === "head" && this.#pending === null;
  }

  /** Where reading goes on, -1 when it needs more bytes. */
  #step(bytes: Buffer, from: number): number {
    const state = this.#state;
    if (state === "head") return this.#readHead(bytes, from);
    if (state === "fixed" || state === "chunk-data" || state === "until-close")
      return this.#readData(bytes, from);
    return this.#readLine(bytes, from);
  }

  #readHead(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(HEAD_END, from);
    if (end < 0) {
      if (bytes.length - from > HEAD_BYTES_MAX)
        throw new Error(`a head of more than ${HEAD_BYTES_MAX} bytes`);
      return -1;
    }
    const head = bytes.toString("latin1", from, end);
    const framing = framingOf(head, this.#kind);
    this.#state = framing.state;
    this.#left = framing.length;
    this.#handler.head(head);
    if (this.#state === "fixed" && this.#left === 0) this.#ended();
    return end + HEAD_END.length;
  }

  #readData(bytes: Buffer, from: number): number {
    const to = this.#state === "until-close" ? bytes.length : Math.min(bytes.length, from + this.#left);
    this.#left -= to - from;
    this.#handler.body(bytes.subarray(from, to));
    if (this.#left === 0 && this.#state === "chunk-data") this.#state = "chunk-end";
    else if (this.#left === 0 && this.#state === "fixed") this.#ended();
    return to;
  }

  #readLine(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(LINE_END, from);
    if (end < 0) return -1;
    if (this.#state === "chunk-size") {
      this.#left = Number.parseInt(bytes.toString("latin1", from, end), 16);
      if (Number.isNaN(this.#left)) throw new Error(`no chunk size: ${bytes.toString("latin1", from, end)}`);
      this.#state = this.#left === 0 ? "trailer" : "chunk-data";
    } else if (this.#state === "chunk-end") {
      this.#state = "chunk-size";
    } else if (end === from) {
      this.#ended();
    }
    return end + LINE_END.length;
  }

  #ended(): void {
    this.#state = "head";
    this.#handler.end();
  }
}

function framingOf(head: string, kind: "request" | "response"): { state: State; length: number } {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return { state: "fixed", length: Number(length) };
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return { state: "chunk-size", length: 0 };
  return kind === "request"
    ? { state: "fixed", length: 0 }
    : { state: "until-close", length: Number.POSITIVE_INFINITY };
}
