import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";

const GRACE_MS = 10_000;
/** Once cut off, a request needs this long to be recorded as such. */
const CUT_MS = 1_500;
/** The terminal and a parent process may both hand on one Ctrl-C. */
const SAME_SIGNAL_MS = 500;

export type Stoppable = {
  /** Takes no new requests; resolves when the running ones have ended. */
  stopListening(): Promise<void>;
  /** Cuts the connections that are still open. */
  cut(): void;
  inFlight(): number;
  /** Records what is queued and closes everything. */
  close(): Promise<void>;
};

/** Resolves when a signal has ended the server in good order; a second signal ends it at once. */
export function stoppedBySignal(
  server: Stoppable,
  note: (text: string) => void,
  nowMs: () => number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let firstMs: number | null = null;
    const onSignal = (): void => {
      if (firstMs === null) {
        firstMs = nowMs();
        stop(server, note).then(resolve, reject);
      } else if (nowMs() - firstMs > SAME_SIGNAL_MS) {
        process.exit(1);
      }
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  });
}

async function stop(server: Stoppable, note: (text: string) => void): Promise<void> {
  const running = server.inFlight();
  if (running > 0) {
    note(`stopping: ${running} running requests have ${GRACE_MS / 1_000} s to finish; again to stop at once`);
  }
  const finished = await Promise.race([
    server.stopListening().then(() => true),
    wait(GRACE_MS, false, { ref: false }),
  ]);
  if (!finished) {
    server.cut();
    await wait(CUT_MS);
  }
  await server.close();
}
