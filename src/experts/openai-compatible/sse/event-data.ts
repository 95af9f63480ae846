const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const DATA = Buffer.from("data:");
const LINE_ENDS = /\r\n|\r|\n/u;

export type EventFields = { readonly data: Buffer; readonly name: string | null };

/** The data of a whole event and its name; `null` when it carries none (a comment, a retry time). */
export function readEventFields(event: Buffer): EventFields | null {
  return readOneLine(event) ?? readLines(event);
}

/** The usual event, one line `data: …`: a slice, nothing copied. `null` when it is more than that. */
function readOneLine(event: Buffer): EventFields | null {
  if (event.compare(DATA, 0, DATA.length, 0, DATA.length) !== 0) return null;
  let end = event.length;
  while (end > DATA.length && (event[end - 1] === LF || event[end - 1] === CR)) end--;
  const start = event[DATA.length] === SPACE ? DATA.length + 1 : DATA.length;
  const data = event.subarray(start, Math.max(start, end));
  return data.includes(LF) || data.includes(CR) ? null : { data, name: null };
}

function readLines(event: Buffer): EventFields | null {
  const data: string[] = [];
  let name: string | null = null;
  const text = event.toString("utf8").replace(/^\uFEFF/u, "");
  for (const line of text.split(LINE_ENDS)) {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "data") data.push(value);
    else if (field === "event") name = value;
  }
  return data.length === 0 ? null : { data: Buffer.from(data.join("\n")), name };
}
