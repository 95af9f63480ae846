import { readDigitRun } from "./digit-run.ts";
import { plainNumberText } from "./number-text.ts";
import { add, decimal, divide, rational } from "./rational.ts";
import type { Rational } from "./rational.ts";

/** `unreadable`: the last number is part of something this reader does not evaluate (`2\sqrt{3}`, `4^2`, `1.2.3`). */
export type NumberReading =
  | { readonly type: "number"; readonly value: Rational; readonly text: string }
  | { readonly type: "none" }
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
  let last: RegExpExecArray | null = null;
  for (const match of plain.matchAll(TOKEN)) if (!isPartOfWord(plain, match)) last = match;
  if (last === null) return { type: "none" };
  const value = isPartOfFormula(plain, last) ? null : valueOf(last);
  return value === null ? { type: "unreadable", text: last[0] } : { type: "number", value, text: last[0] };
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
