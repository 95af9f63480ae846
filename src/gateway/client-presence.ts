/**
 * Whether the client is still there. A plain object instead of an `AbortSignal`: one is made for every
 * request, and the gateway only ever needs one listener, the attempt that runs now.
 */
export class ClientPresence {
  gone = false;
  #listener: (() => void) | null = null;

  /** Called by the surface when the connection closed before the answer was complete. */
  leave(): void {
    if (this.gone) return;
    this.gone = true;
    this.#listener?.();
  }

  /** Replaces the listener; `null` removes it. Runs at once when the client has already left. */
  onLeave(listener: (() => void) | null): void {
    this.#listener = listener;
    if (this.gone) listener?.();
  }
}
