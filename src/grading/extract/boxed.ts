const BOXED = /\\f?boxed\s?\{/gu;

/** The content of the last `\boxed{…}` with its braces balanced, `null` when there is none that closes. */
export function lastBoxed(text: string): string | null {
  let content: string | null = null;
  // A box that never closes would be scanned to the end once per box: the first such box ends the search.
  let end = 0;
  for (const match of text.matchAll(BOXED)) {
    const start = match.index + match[0].length;
    if (start < end) continue;
    end = closingBrace(text, start);
    if (end === text.length) return content;
    content = text.slice(start, end);
  }
  return content;
}

function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return at;
  }
  return text.length;
}
