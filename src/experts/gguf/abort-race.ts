import { abortError } from "../abort-error.ts";

export type AbortRace = {
  /** The value, or the abort's error as soon as there is one; the work itself goes on in the background. */
  race<Value>(work: Promise<Value>): Promise<Value>;
  stop(): void;
};

/** One listener for a whole request, however many steps it waits for. */
export function abortRace(signal: AbortSignal): AbortRace {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => undefined);
  const onAbort = (): void => reject(abortError(signal));
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return {
    race: async (work) => await Promise.race([aborted, work]),
    stop: () => signal.removeEventListener("abort", onAbort),
  };
}
