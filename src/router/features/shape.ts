import { CHAR, CHAR_CLASS, CHAR_CLASSES } from "./char-class.ts";
import type { RequestView } from "./request-view.ts";

/** Names of the dense features, in their order. Each lies within [-1, 1]; 0 is nothing known or nothing special. */
export const DENSE_NAMES = [
  "length",
  "words",
  "word_length",
  "digits",
  "numbers",
  "number_length",
  "upper",
  "math",
  "brackets",
  "code",
  "punctuation",
  "quotes",
  "questions",
  "latex",
  "blanks",
  "lines",
  "line_length",
  "letters_beyond_ascii",
  "ideographs",
  "option_lines",
  "option_length",
  "option_numeric",
  "turns",
  "system_length",
  "tools",
  "json_schema",
  "images",
  "output_limit",
  "effort",
] as const;

const EFFORTS: ReadonlyMap<string, number> = new Map([
  ["none", -1],
  ["minimal", -0.8],
  ["low", -0.5],
  ["medium", 0.1],
  ["high", 0.7],
  ["xhigh", 1],
  ["max", 1],
]);

/** Shape of a request: `text` is the window of `view.text` that was read. */
export function shapeOf(view: RequestView, text: string): Float32Array {
  const dense = new Float32Array(DENSE_NAMES.length);
  writeTextShape(text, dense);
  dense[0] = logScale(view.text.length, 6, 3);
  const at = DENSE_NAMES.indexOf("turns");
  dense[at] = logScale(Math.max(0, view.turns - 1), 0, 3);
  dense[at + 1] = logScale(view.system?.length ?? 0, 0, 10);
  dense[at + 2] = logScale(view.tools, 0, 4);
  dense[at + 3] = view.jsonSchema ? 1 : 0;
  dense[at + 4] = logScale(view.images, 0, 3);
  dense[at + 5] = view.outputTokensMax === null ? 0 : logScale(view.outputTokensMax, 7, 5);
  dense[at + 6] = view.effort === null ? 0 : (EFFORTS.get(view.effort) ?? 0);
  return dense;
}

const tally = new Int32Array(CHAR_CLASSES);

function writeTextShape(text: string, dense: Float32Array): void {
  tally.fill(0);
  const { words, numbers, blanks } = countRuns(text);
  const options = countOptions(text);
  const length = Math.max(1, text.length);
  const letters = tally[CHAR.lower]! + tally[CHAR.upper]! + tally[CHAR.letter]!;
  const lines = tally[CHAR.newline]! + 1;
  let at = 1;
  dense[at++] = logScale(words, 4, 3);
  dense[at++] = clamp(letters / Math.max(1, words) / 5 - 1);
  dense[at++] = share(tally[CHAR.digit]!, length);
  dense[at++] = logScale(numbers, 0, 4);
  dense[at++] = logScale(numbers === 0 ? 0 : tally[CHAR.digit]! / numbers, 0, 2);
  dense[at++] = share(tally[CHAR.upper]!, length);
  dense[at++] = share(tally[CHAR.math]!, length);
  dense[at++] = share(tally[CHAR.bracket]!, length);
  dense[at++] = share(tally[CHAR.code]!, length);
  dense[at++] = share(tally[CHAR.punctuation]!, length);
  dense[at++] = share(tally[CHAR.quote]!, length);
  dense[at++] = logScale(tally[CHAR.question]!, 0, 2);
  dense[at++] = share(tally[CHAR.latex]!, length);
  dense[at++] = logScale(blanks, 0, 2);
  dense[at++] = logScale(lines, 1.5, 3);
  dense[at++] = logScale(length / lines, 4, 3);
  dense[at++] = share(tally[CHAR.letter]!, length);
  dense[at++] = share(tally[CHAR.ideograph]!, length);
  dense[at++] = clamp(options.count / 10);
  dense[at++] = options.count === 0 ? 0 : logScale(options.characters / options.count, 3, 2);
  dense[at++] = options.count === 0 ? 0 : options.numeric / options.count;
}

/** Counts characters by class into `tally`, and where runs of them begin. */
function countRuns(text: string): { words: number; numbers: number; blanks: number } {
  let words = 0;
  let numbers = 0;
  let blanks = 0;
  let before: number = CHAR.space;
  for (let at = 0; at < text.length; at++) {
    const kind = CHAR_CLASS[text.charCodeAt(at)]!;
    tally[kind]! += 1;
    if (kind === before) continue;
    if (isLetter(kind) && !isLetter(before)) words += 1;
    if (kind === CHAR.digit) numbers += 1;
    if (kind === CHAR.underscore) blanks += 1;
    before = kind;
  }
  return { words, numbers, blanks };
}

function isLetter(kind: number): boolean {
  return kind === CHAR.lower || kind === CHAR.upper || kind === CHAR.letter;
}

/** Lines such as `A. text` or `(3) text`, their length, and how many of them begin with a number or a sign. */
function countOptions(text: string): { count: number; characters: number; numeric: number } {
  let count = 0;
  let characters = 0;
  let numeric = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const body = optionBody(text, start, end);
    if (body !== -1) {
      count += 1;
      characters += end - body;
      const kind = CHAR_CLASS[text.charCodeAt(body)]!;
      if (kind === CHAR.digit || kind === CHAR.math || kind === CHAR.latex) numeric += 1;
    }
    start = end + 1;
  }
  return { count, characters, numeric };
}

/** Where an option's own text begins, or -1 when the line is not an option. */
function optionBody(text: string, start: number, end: number): number {
  const mark = text[start] === "(" ? start + 1 : start;
  if (mark + 3 >= end) return -1;
  const kind = CHAR_CLASS[text.charCodeAt(mark)]!;
  const closing = text[mark + 1];
  if (kind !== CHAR.upper && kind !== CHAR.lower && kind !== CHAR.digit) return -1;
  if ((closing !== "." && closing !== ")" && closing !== ":") || text[mark + 2] !== " ") return -1;
  return mark + 3;
}

function logScale(amount: number, middle: number, spread: number): number {
  return Number.isFinite(amount) ? clamp((Math.log1p(Math.max(0, amount)) - middle) / spread) : 0;
}

/** Square root, because shares of rare characters differ most near nothing. */
function share(count: number, length: number): number {
  return Math.sqrt(count / length);
}

function clamp(value: number): number {
  return value < -1 ? -1 : value > 1 ? 1 : value;
}
