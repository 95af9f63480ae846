import process from "node:process";
import { InterruptedError } from "./failure.ts";

/**
 * Runs work that a signal ends in good order: the work's own `stop` settles what has begun, and nobody waits for
 * the rest of it. Rejects with `InterruptedError` then.
 */
export async function interruptible<Result>(
  work: () => Promise<Result>,
  stop: () => Promise<void>,
): Promise<Result> {
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  let stopping = false;
  const end = (): void => reject(new InterruptedError());
  const onSignal = (): void => {
    // A terminal and a parent process may both hand on one Ctrl-C.
    if (stopping) return;
    stopping = true;
    stop().then(end, end);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  try {
    // What the cut itself breaks is no failure of its own.
    const working = work().catch((error: unknown) => (stopping ? interrupted : Promise.reject(error)));
    return await Promise.race([working, interrupted]);
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}
