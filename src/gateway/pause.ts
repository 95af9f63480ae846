import type { ClientPresence } from "./client-presence.ts";

/** Waits before another try; a client that leaves ends the wait. */
export function pause(ms: number, client: ClientPresence): Promise<void> {
  return new Promise((resolve) => {
    // A timer may fire up to a millisecond early: an expert that named a time is not asked before it.
    const timer = setTimeout(done, Math.ceil(ms) + 1);
    client.onLeave(done);
    function done(): void {
      clearTimeout(timer);
      client.onLeave(null);
      resolve();
    }
  });
}
