import { abortError } from "./abort-error.ts";

export type AbortRace = {
  /**
   * The value of one step, or the abort's error as soon as there is one; the step itself goes on in the
   * background. One step at a time: a second one begun meanwhile is the one that an abort ends.
   */
  race<Value>(step: Promise<Value>): Promise<Value>;
  stop(): void;
};

/**
 * One listener for a whole request, however many steps it waits for. Unlike `Promise.race` with a promise
 * that lives as long as the request, it keeps nothing of a step that is over.
 */
export function abortRace(signal: AbortSignal): AbortRace {
  let giveUp: ((error: Error) => void) | null = null;
  const onAbort = (): void => giveUp?.(abortError(signal));
  signal.addEventListener("abort", onAbort, { once: true });
  return {
    race: async <Value>(step: Promise<Value>): Promise<Value> =>
      await new Promise<Value>((resolve, reject) => {
        giveUp = reject;
        step.then(resolve, reject);
        if (signal.aborted) onAbort();
      }),
    stop() {
      giveUp = null;
      signal.removeEventListener("abort", onAbort);
    },
  };
}
