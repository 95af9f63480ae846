import { readDigitRun } from "./digit-run.ts";
import { plainNumberText } from "./number-text.ts";
import { add, decimal, divide, rational } from "./rational.ts";
import type { Rational } from "./rational.ts";

/**
 * `unreadable`: the number is part of something this reader does not evaluate (`2\sqrt{3}`, `4^2`, `1.2.3`).
 * `several`: different numbers, and none of them is said to be the answer.
 */
export type NumberReading =
  | { readonly type: "number"; readonly value: Rational; readonly text: string }
  | { readonly type: "none" }
  | { readonly type: "several"; readonly text: string }
  | { readonly type: "unreadable"; readonly text: string };

const DIGITS_MAX = 1_000;
const EXPONENT_MAX = 400;
const MAGNITUDES: Readonly<Record<string, number>> = { thousand: 3, million: 6, billion: 9, trillion: 12 };

// One number with what belongs to it. Neighbouring repetitions are over disjoint characters: linear time.
const RUN = String.raw`\d+(?:[.,]\d+)*|\.\d+`;
const TOKEN = new RegExp(
  String.raw`(?<sign>[-+]?)(?<run>${RUN})` +
    String.raw`(?:e(?<e>[-+]?\d{1,9})(?![\p{L}\d])| ?[×x*] ?10\^\{?(?<power>[-+]?\d{1,9})\}?)?` +
    String.raw`(?: ?\/ ?(?<divisor>${RUN})| (?<top>\d+)\/(?<bottom>\d+)| ?(?<magnitude>[tmb](?:housand|r?illion))\b)?`,
  "giu",
);

/**
 * The last number of a text as an exact fraction. Reads thousands separators, decimal commas, signs (also the
 * Unicode minus), `a/b`, mixed numbers, `\frac{a}{b}`, `1.5e3`, `1.5 × 10^3` and `1.5 million`. Currency,
 * percent and degree signs and units are ignored. It evaluates nothing else.
 */
export function lastNumber(text: string): NumberReading {
  const plain = plainNumberText(text);
  const last = tokensOf(plain).at(-1);
  return last === undefined ? { type: "none" } : readToken(plain, last);
}

/** The first words after a marker that may stand before the answer itself. */
const LEAD_IN =
  /^(?:[^\p{L}\d\\]|\\[a-z]+(?!\p{L})|\\(?![a-z])|\p{L}(?!\p{L})|(?:the|final|correct|total|answer|result|it|is|are|equals|so|about|approximately)(?!\p{L}))*$/iu;
/** Where a comment on the answer begins: a bracket, a new clause, or `≈`. */
const COMMENT =
  /\s\(|\((?=\p{L}{2})|≈|\\approx|\.\s+(?=\p{L})|[,;:]\s+(?!(?:and|or)(?!\p{L}))(?=["'*(]*\p{L}{2})|\s-+\s*(?=\p{L}{2})|\s(?=(?:since|because|as|not|which|where|so|but)(?!\p{L}))/iu;
const LEAD_IN_CHARS_MAX = 200;
const LIST = /[,;]|(?<!\p{L})(?:and|or)(?!\p{L})/iu;

/**
 * The number of a line that is somebody's answer: its only one, else (several different ones) the one that
 * its first clause gives right away as a number or as the side of an equation; otherwise nobody can tell.
 */
export function answerNumber(line: string): NumberReading {
  const plain = plainNumberText(line);
  const tokens = tokensOf(plain);
  const [first] = tokens;
  if (first === undefined) return { type: "none" };
  const reading = readToken(plain, first);
  if (tokens.every((token) => token === first || isSame(readToken(plain, token), reading))) return reading;
  const several: NumberReading = { type: "several", text: line };
  if (first.index > LEAD_IN_CHARS_MAX || !LEAD_IN.test(plain.slice(0, first.index))) return several;
  const firstEnd = first.index + first[0].length;
  const comment = COMMENT.exec(plain.slice(firstEnd));
  const clause = comment === null ? plain : plain.slice(0, firstEnd + comment.index);
  return clauseNumber(clause) ?? several;
}

/** `6 * 7 = 42` and `42 = 6 * 7` give 42; a list or two quantities (`3 hours 20 minutes`) give nothing. */
function clauseNumber(clause: string): NumberReading | null {
  let found: NumberReading | null = null;
  for (const side of clause.split("=")) {
    const tokens = tokensOf(side);
    const [only] = tokens;
    if (only === undefined) continue;
    if (LIST.test(side.replace(only[0], ""))) return null;
    const reading = readToken(side, only);
    if (tokens.length === 1 && reading.type === "number") found = reading;
  }
  return found;
}

function isSame(left: NumberReading, right: NumberReading): boolean {
  if (left.type !== "number" || right.type !== "number") return false;
  const { value } = left;
  return value.numerator === right.value.numerator && value.denominator === right.value.denominator;
}

function tokensOf(plain: string): RegExpExecArray[] {
  return [...plain.matchAll(TOKEN)].filter((match) => !isPartOfWord(plain, match));
}

function readToken(plain: string, token: RegExpExecArray): NumberReading {
  const value = isPartOfFormula(plain, token) ? null : valueOf(token);
  return value === null ? { type: "unreadable", text: token[0] } : { type: "number", value, text: token[0] };
}

/** The number a text is, with nothing but signs and units of money around it; `null` for anything else. */
export function wholeNumber(text: string): Rational | null {
  const reading = lastNumber(text);
  if (reading.type !== "number") return null;
  return plainNumberText(text).replace(/%\s*$/u, "").trim() === reading.text.trim() ? reading.value : null;
}

/** The 2 of `x2`, `m^2` and `x_{2}` and the 4 of `GPT-4` are no answers. */
function isPartOfWord(text: string, match: RegExpExecArray): boolean {
  return /(?:[\p{Script=Latin}\p{Script=Greek}_^]|[_^]\{)$/u.test(
    text.slice(Math.max(0, match.index - 2), match.index),
  );
}

const AFTER_FORMULA =
  /^ ?(?:\^|\\sqrt|√|\\pi|π|\\cdot|[¼-¾⅐-⅞]|[²³¹⁰-⁹]|\/ ?[\d(]|\.\d|[+×·] ?[\p{L}\d\\(√]|- ?(?:\\sqrt|√|[xyzn](?!\p{L}))|[xyznkie](?![\p{L}\d'’]))/u;
const BEFORE_FORMULA =
  /(?:√|\\[dt]?frac ?\{|\}\{|\\sqrt ?\{?|\\sqrt\[\d{1,3}\]\{?|\\cdot ?|[\p{L}\p{N})}\]] ?[+×·/] ?|\. ?\/|[\p{L}\p{N})}\]] \* |[\p{N})}\]] ?- ?)$/u;

function isPartOfFormula(text: string, match: RegExpExecArray): boolean {
  const end = match.index + match[0].length;
  const before = text.slice(Math.max(0, match.index - 12), match.index);
  const isOperator = match.groups?.["sign"] !== "" && /[\p{N})}\]] ?$/u.test(before);
  return isOperator || AFTER_FORMULA.test(text.slice(end, end + 8)) || BEFORE_FORMULA.test(before);
}

function valueOf(match: RegExpExecArray): Rational | null {
  const { sign, run = "", e, power, divisor, top, bottom, magnitude } = match.groups ?? {};
  const scale = magnitude === undefined ? 0 : (MAGNITUDES[magnitude.toLowerCase()] ?? Number.NaN);
  const shift = Number(e ?? power ?? 0) + scale;
  if (!(Math.abs(shift) <= EXPONENT_MAX)) return null;
  let value = readRun(run, shift);
  if (value !== null && divisor !== undefined) value = quotient(value, readRun(divisor, 0));
  if (value !== null && top !== undefined && bottom !== undefined) value = mixed(value, top, bottom);
  return value !== null && sign === "-" ? rational(-value.numerator, value.denominator) : value;
}

function readRun(run: string, shift: number): Rational | null {
  if (run.length > DIGITS_MAX) return null;
  const digits = readDigitRun(run);
  return digits === null ? null : decimal(digits, shift);
}

function quotient(value: Rational, divisor: Rational | null): Rational | null {
  return divisor === null ? null : divide(value, divisor);
}

/** `3 1/2`; `3 5/2` and `3.5 1/2` are two numbers side by side, and nobody can tell which is meant. */
function mixed(whole: Rational, top: string, bottom: string): Rational | null {
  const part = quotient(readRun(top, 0) ?? whole, readRun(bottom, 0));
  if (part === null || whole.denominator !== 1n || part.numerator >= part.denominator) return null;
  return add(whole, part);
}
