import { unwrap } from "./final-answer.ts";

export type ChoiceReading =
  | { readonly type: "letter"; readonly letter: string }
  | { readonly type: "none" }
  | { readonly type: "several"; readonly letters: readonly string[] };

const ALONE = /^[([]?([A-Za-z])[)\].:,]{0,2}$/u;
// "answer is (B)", "answer B", "correct choice: b)". A small letter counts only in brackets: "is a city" names no choice.
const STATED =
  /\b(?:answer(?:\s(?:is|was))?|(?:option|choice)(?:\s(?:is|was)|(?=:))):?(?:\s(?:option|choice))?\s{0,3}[*_$(["'`]{0,4}([A-Za-z])(?![\p{L}\p{N}'’])/giu;
const LEADING = /^[([*_]{0,3}([A-Z])[)\].:*_]{1,4}(?:\s|$)|^([A-Z])\s[-–—]\s/u;
const STANDING = /(?<![\p{L}\p{N}'’])[A-Z](?![\p{L}\p{N}'’])/gu;
// "A bird", "I think": English words and no choices, but "A because …" is one.
const SMALL_WORD = /^\s+(?!(?:or|and|because|since|as|but|due)\s)\p{Ll}/u;

/** Which of the letters a text chooses: the text is a letter, states one (the last time counts), starts with one, or holds just one. */
export function readChoice(text: string, letters: readonly string[]): ChoiceReading {
  const plain = unwrap(text);
  const bare = unwrap(plain.replace(/\.$/u, ""));
  const alone = (ALONE.exec(plain) ?? ALONE.exec(bare))?.[1]?.toUpperCase();
  if (alone !== undefined && letters.includes(alone)) return { type: "letter", letter: alone };
  const stated = lastStated(plain, letters);
  if (stated !== null) return stated;
  const leading = LEADING.exec(plain);
  const first = leading?.[1] ?? leading?.[2];
  const standing = standingLetters(plain, letters);
  if (first !== undefined && letters.includes(first) && standing.length <= 1)
    return { type: "letter", letter: first };
  const [only, other] = standing;
  if (only === undefined) return { type: "none" };
  return other === undefined ? { type: "letter", letter: only } : { type: "several", letters: standing };
}

const HEDGE = /^[)\]*_.\s]{0,4}\s(?:or|and|\/)\s[([*_]{0,3}([A-Z])(?![\p{L}\p{N}'’])/u;

function lastStated(text: string, letters: readonly string[]): ChoiceReading | null {
  let reading: ChoiceReading | null = null;
  for (const match of text.matchAll(STATED)) {
    const written = match[1] ?? "";
    const letter = written.toUpperCase();
    const end = match.index + match[0].length;
    const bracketed = text[end - 2] === "(" && text[end] === ")";
    if (!letters.includes(letter) || (!bracketed && (written !== letter || isEnglish(text, letter, end))))
      continue;
    const other = HEDGE.exec(text.slice(end, end + 16))?.[1];
    reading =
      other !== undefined && other !== letter && letters.includes(other)
        ? { type: "several", letters: [letter, other] }
        : { type: "letter", letter };
  }
  return reading;
}

function standingLetters(text: string, letters: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(STANDING)) {
    const [letter] = match;
    if (letters.includes(letter) && !isEnglish(text, letter, match.index + 1)) found.add(letter);
  }
  return [...found];
}

function isEnglish(text: string, letter: string, end: number): boolean {
  return (letter === "A" || letter === "I") && SMALL_WORD.test(text.slice(end, end + 12));
}
