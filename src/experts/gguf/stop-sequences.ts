/** Text that may be the beginning of a stop sequence and is therefore not shown yet. */
export type StopState = { readonly held: string };

export type StopStep = { readonly state: StopState; readonly visible: string; readonly stopped: boolean };

export const NO_STOP_YET: StopState = { held: "" };

/** One piece of text in, what may be shown of it out; a stop sequence split over pieces is found too. */
export function readStop(state: StopState, piece: string, stops: readonly string[]): StopStep {
  const text = state.held + piece;
  const cuts = stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
  if (cuts.length > 0)
    return { state: NO_STOP_YET, visible: text.slice(0, Math.min(...cuts)), stopped: true };
  const held = Math.max(0, ...stops.map((stop) => overlap(text, stop)));
  return {
    state: { held: text.slice(text.length - held) },
    visible: text.slice(0, text.length - held),
    stopped: false,
  };
}

/** Length of the longest end of `text` that begins `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--)
    if (text.endsWith(stop.slice(0, length))) return length;
  return 0;
}
