type Members = Readonly<Record<string, unknown>>;

/**
 * The JSON text of `after`, made from the text that was parsed into `before`: members that are still the same
 * value keep their bytes, only changed ones are written anew. A 150 kB prompt is not serialised again because
 * the model's name differs. `text` must be what `before` was parsed from.
 */
export function spliceJson(text: string, before: Members, after: Members): string {
  const slices = memberSlices(text);
  let written = "";
  for (const key in after) {
    const value = after[key];
    if (value === undefined) continue;
    const slice = Object.is(value, before[key]) ? slices.get(key) : undefined;
    const member =
      slice === undefined
        ? `${JSON.stringify(key)}:${JSON.stringify(value)}`
        : text.slice(slice.start, slice.end);
    written += written === "" ? member : `,${member}`;
  }
  return `{${written}}`;
}

type Slice = { readonly start: number; readonly end: number };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;

/** Where each top-level member of an object stands, from its key to the end of its value. Valid JSON only. */
function memberSlices(text: string): Map<string, Slice> {
  const slices = new Map<string, Slice>();
  let position = text.indexOf("{") + 1;
  for (;;) {
    const start = text.indexOf('"', position);
    if (start === -1) return slices;
    const keyEnd = stringEnd(text, start);
    const end = valueEnd(text, keyEnd);
    const key: unknown = JSON.parse(text.slice(start, keyEnd));
    // Of a key that stands twice the last one holds, as in JSON.parse.
    slices.set(String(key), { start, end });
    if (text.charCodeAt(end) !== COMMA) return slices;
    position = end + 1;
  }
}

/** Position of the comma or brace that ends the member whose key ended at `position`. */
function valueEnd(text: string, position: number): number {
  let depth = 0;
  for (let at = position; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = stringEnd(text, at) - 1;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth += 1;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (depth === 0) return at;
        depth -= 1;
        break;
      case COMMA:
        if (depth === 0) return at;
        break;
      default:
    }
  }
  return text.length;
}

/** Position after the quote that closes the string opened at `open`. */
function stringEnd(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close === -1 ? text.length : close + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
