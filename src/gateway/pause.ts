import type { ClientPresence } from "./client-presence.ts";

/** Waits before another try; a client that leaves ends the wait. */
export function pause(ms: number, client: ClientPresence): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    client.onLeave(done);
    function done(): void {
      clearTimeout(timer);
      client.onLeave(null);
      resolve();
    }
  });
}
