import { wrapWords } from "./wrap-words.ts";

export const INDENT = "  ";
const NAME_CHARS = 12;

/** Names and values below each other, a long value in several lines. */
export function fields(
  pairs: readonly (readonly [name: string, value: string])[],
  columns: number,
): readonly string[] {
  const gap = " ".repeat(NAME_CHARS + 1);
  return pairs.flatMap(([name, value]) => {
    const [first = "", ...rest] = wrapWords(value, columns - INDENT.length - gap.length);
    return [`${INDENT}${name.padEnd(NAME_CHARS)} ${first}`, ...rest.map((line) => `${INDENT}${gap}${line}`)];
  });
}

export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => INDENT + line);
}
