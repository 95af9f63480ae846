/** Characters read of a text, half from its head and half from its tail: what is asked stands at either end. */
export const WINDOW_CHARS = 2_000;
const HALF = WINDOW_CHARS / 2;

/** The part of a text that features are made from, so that a text of any length costs the same. */
export function windowOf(text: string): string {
  return text.length <= WINDOW_CHARS ? text : `${text.slice(0, HALF)}\n${text.slice(-HALF)}`;
}
