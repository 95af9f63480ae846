import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { AppError } from "../../core/app-error.ts";
import { abortError } from "../abort-error.ts";

/** Bytes of a stream that may wait for a slow reader before the provider is held back. */
const QUEUED_BYTES_MAX = 256 * 1024;
/** After the terminal event a stream has this long and this much to end, so that its connection can be kept. */
const RELEASE_MS = 1000;
const RELEASE_BYTES_MAX = 64 * 1024;

export type ResponseHead = { readonly status: number; readonly headers: IncomingHttpHeaders };

/** One POST to a provider while it runs: first its head, then its bytes, as they come or as a whole. */
export class UpstreamCall implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal;
  readonly #expert: string;
  readonly #onAbort = (): void => this.abandon(abortError(this.#signal));
  readonly #head = Promise.withResolvers<ResponseHead>();
  #controller: Dispatcher.DispatchController | null = null;
  #headArrived = false;
  #chunks: Buffer[] = [];
  #queuedBytes = 0;
  #ended = false;
  #released = false;
  #releaseTimer: NodeJS.Timeout | null = null;
  #error: AppError | null = null;
  #wake: (() => void) | null = null;

  constructor(signal: AbortSignal, expert: string) {
    this.#signal = signal;
    this.#expert = expert;
  }

  start(dispatch: () => void): void {
    // A failure is reported to whoever waits; nobody may be waiting yet.
    this.#head.promise.catch(() => undefined);
    if (this.#signal.aborted) return this.#fail(abortError(this.#signal));
    this.#signal.addEventListener("abort", this.#onAbort);
    try {
      dispatch();
    } catch (error) {
      this.#fail(this.#networkError(error));
    }
  }

  /** Status and headers. Rejects with `expert_unreachable`, or with the abort's own error. */
  head(): Promise<ResponseHead> {
    return this.#head.promise;
  }

  /** All bytes that are there, `null` at the end; waits when there are none. Rejects when the connection broke. */
  async next(): Promise<Buffer | null> {
    for (;;) {
      if (this.#chunks.length > 0) return this.#take();
      if (this.#error !== null) throw this.#error;
      if (this.#ended) return null;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Providers send each event as an HTTP chunk of its own: those of one segment are read in one step. */
  #take(): Buffer {
    const [first] = this.#chunks;
    const bytes = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#queuedBytes = 0;
    if (this.#controller?.paused === true) this.#controller.resume();
    return bytes;
  }

  /** All bytes, at most `bytesMax`: more is an error, or with `cut` simply left out. */
  async whole(bytesMax: number, cut = false): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= bytesMax) continue;
      const error = new AppError("expert_bad_response", `the answer is larger than ${bytesMax} bytes`, {
        retryable: false,
      });
      this.abandon(error);
      if (!cut) throw error;
      return Buffer.concat(chunks).subarray(0, bytesMax);
    }
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  }

  /** The reader has all it needs: what is left is dropped, and the connection kept if the end comes soon. */
  release(): void {
    if (this.#released || this.#ended || this.#error !== null) return;
    this.#released = true;
    this.#chunks = [];
    this.#queuedBytes = 0;
    if (this.#controller?.paused === true) this.#controller.resume();
    this.#releaseTimer = setTimeout(
      () => this.abandon(new AppError("client_closed", "released")),
      RELEASE_MS,
    );
    this.#releaseTimer.unref();
  }

  /** Ends the call now and closes its connection. */
  abandon(error: AppError): void {
    if (this.#ended || this.#error !== null) return;
    this.#fail(error);
    this.#controller?.abort(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#error !== null) controller.abort(this.#error);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.#headArrived = true;
    this.#head.resolve({ status, headers });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#error !== null) return;
    this.#queuedBytes += chunk.length;
    if (this.#released) {
      if (this.#queuedBytes > RELEASE_BYTES_MAX) this.abandon(new AppError("client_closed", "released"));
      return;
    }
    this.#chunks.push(chunk);
    if (this.#queuedBytes >= QUEUED_BYTES_MAX) controller.pause();
    this.#notify();
  }

  onResponseEnd(): void {
    this.#ended = true;
    this.#settle();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(this.#networkError(error));
  }

  #fail(error: AppError): void {
    if (this.#ended || this.#error !== null) return;
    this.#error = error;
    // Bytes of a call that was given up are of no use; those of a broken stream were sent and are read first.
    if (error.code !== "expert_stream_broken") this.#chunks = [];
    this.#head.reject(error);
    this.#settle();
  }

  #settle(): void {
    this.#signal.removeEventListener("abort", this.#onAbort);
    if (this.#releaseTimer !== null) clearTimeout(this.#releaseTimer);
    this.#notify();
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }

  #networkError(error: unknown): AppError {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    if (this.#headArrived)
      return new AppError(
        "expert_stream_broken",
        `the connection to ${this.#expert} broke during the answer (${code})`,
        { cause: error },
      );
    return new AppError("expert_unreachable", `${this.#expert} cannot be reached (${code})`, {
      cause: error,
      hint: "check that its server runs, the network, and base_url if the config sets one",
    });
  }
}
