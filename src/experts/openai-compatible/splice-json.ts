type Members = Readonly<Record<string, unknown>>;

/**
 * The JSON of `after`, made from the bytes that were parsed into `before`: members that are still the same value
 * keep their bytes, only changed ones are written anew. A 150 kB prompt is not serialised again because the
 * model's name differs.
 */
export function spliceJson(bytes: Buffer, before: Members, after: Members): Buffer {
  const slices = memberSlices(bytes);
  const pieces: Buffer[] = [];
  for (const key in after) {
    const value = after[key];
    if (value === undefined) continue;
    const slice = Object.is(value, before[key]) ? slices.get(key) : undefined;
    pieces.push(
      pieces.length === 0 ? OPENING : SEPARATOR,
      slice === undefined
        ? Buffer.from(`${JSON.stringify(key)}:${JSON.stringify(value)}`)
        : bytes.subarray(slice.start, slice.end),
    );
  }
  if (pieces.length === 0) pieces.push(OPENING);
  pieces.push(CLOSING);
  return Buffer.concat(pieces);
}

const OPENING = Buffer.from("{");
const SEPARATOR = Buffer.from(",");
const CLOSING = Buffer.from("}");

type Slice = { readonly start: number; readonly end: number };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;

/**
 * Where each top-level member of an object stands, from its key to the end of its value. Valid JSON only. Bytes
 * are enough: no byte of a longer UTF-8 character looks like a quote or a bracket.
 */
function memberSlices(bytes: Buffer): Map<string, Slice> {
  const slices = new Map<string, Slice>();
  let position = bytes.indexOf(OPEN_BRACE) + 1;
  for (;;) {
    const start = bytes.indexOf(QUOTE, position);
    if (start === -1) return slices;
    const keyEnd = stringEnd(bytes, start);
    const end = valueEnd(bytes, keyEnd);
    const key: unknown = JSON.parse(bytes.toString("utf8", start, keyEnd));
    // Of a key that stands twice the last one holds, as in JSON.parse.
    slices.set(String(key), { start, end });
    if (bytes[end] !== COMMA) return slices;
    position = end + 1;
  }
}

/** Position of the comma or brace that ends the member whose key ended at `position`. */
function valueEnd(bytes: Buffer, position: number): number {
  let depth = 0;
  for (let at = position; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = stringEnd(bytes, at) - 1;
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
  return bytes.length;
}

/** Position after the quote that closes the string opened at `open`. */
function stringEnd(bytes: Buffer, open: number): number {
  let close = bytes.indexOf(QUOTE, open + 1);
  while (close !== -1 && isEscaped(bytes, close)) close = bytes.indexOf(QUOTE, close + 1);
  return close === -1 ? bytes.length : close + 1;
}

function isEscaped(bytes: Buffer, at: number): boolean {
  let backslashes = 0;
  while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
