import type { ShadowCall } from "./shadow-call.ts";

/** Calls that wait; a row that does not fit is dropped whole. */
const WAITING_MAX = 512;
/** Bodies kept for them, and the largest that is kept at all. */
const WAITING_BYTES_MAX = 32 * 1024 * 1024;
const BODY_BYTES_MAX = 1024 * 1024;
/** A call that could not begin for so long is dropped: its row would be about another time. */
const WAITED_US_MAX = 60_000_000;

export type WaitingCall = ShadowCall & { readonly sinceUs: number };

/** Calls in the order they were chosen, within what they may take of the memory. */
export class ShadowQueue<Call extends WaitingCall> {
  #calls: Call[] = [];
  #bytes = 0;

  get length(): number {
    return this.#calls.length;
  }

  hasRoomFor(calls: number, bytesEach: number): boolean {
    if (bytesEach > BODY_BYTES_MAX || this.#calls.length + calls > WAITING_MAX) return false;
    return this.#bytes + calls * bytesEach <= WAITING_BYTES_MAX;
  }

  add(call: Call): void {
    this.#calls.push(call);
    this.#bytes += bodyBytes(call);
  }

  /** Takes out the first that may begin, or that has waited for too long. */
  take(
    nowUs: number,
    mayBegin: (call: Call) => boolean,
  ): { readonly call: Call; readonly late: boolean } | null {
    const at = this.#calls.findIndex((call) => isLate(call, nowUs) || mayBegin(call));
    const [call] = at === -1 ? [] : this.#calls.splice(at, 1);
    if (call === undefined) return null;
    this.#bytes -= bodyBytes(call);
    return { call, late: isLate(call, nowUs) };
  }

  takeAll(): readonly Call[] {
    this.#bytes = 0;
    return this.#calls.splice(0);
  }
}

export function bodyBytes({ original }: Pick<ShadowCall, "original">): number {
  const { bodyBytes: bytes, facts } = original.request;
  return bytes?.length ?? facts.promptChars;
}

function isLate({ sinceUs }: WaitingCall, nowUs: number): boolean {
  return nowUs - sinceUs > WAITED_US_MAX;
}
