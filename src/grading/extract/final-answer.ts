import { lastBoxed } from "./boxed.ts";

export type FinalAnswer = {
  readonly text: string;
  /** True when the answer said which part is its answer (`Answer:` or `\boxed{}`), false when `text` is all of it. */
  readonly marked: boolean;
};

const MARKER = /(?:\banswer|答案)[*_]{0,3}\s?[:：][*_]{0,3}/giu;

/**
 * What the model gave as its answer: the last `\boxed{}` after the last `Answer:` marker, else what follows
 * the marker, else the last `\boxed{}`, else the whole text. Bold, code and mathematics signs around it are removed.
 */
export function finalAnswer(answer: string): FinalAnswer {
  let start = -1;
  for (const match of answer.matchAll(MARKER)) start = match.index + match[0].length;
  const rest = start === -1 ? answer : answer.slice(start);
  const boxed = lastBoxed(rest);
  const marked = start !== -1 || boxed !== null;
  return { text: unwrap(boxed ?? rest), marked };
}

const WRAPPERS: readonly (readonly [string, string])[] = [
  ["**", "**"],
  ["__", "__"],
  ["```", "```"],
  ["`", "`"],
  ["$$", "$$"],
  ["$", "$"],
  ["\\(", "\\)"],
  ["\\[", "\\]"],
  ["\\text{", "}"],
  ['"', '"'],
  ["“", "”"],
];
const UNWRAP_ROUNDS_MAX = 6;

/** `**$42$**` is `42`. A pair is removed only when nothing inside could be its other half. */
export function unwrap(text: string): string {
  let inner = text.trim();
  for (let round = 0; round < UNWRAP_ROUNDS_MAX; round++) {
    const pair = WRAPPERS.find(([open, close]) => isWrapped(inner, open, close));
    if (pair === undefined) return inner;
    inner = inner.slice(pair[0].length, -pair[1].length).trim();
  }
  return inner;
}

function isWrapped(text: string, open: string, close: string): boolean {
  if (text.length <= open.length + close.length || !text.startsWith(open) || !text.endsWith(close))
    return false;
  const inside = text.slice(open.length, -close.length);
  return !inside.includes(open) && !inside.includes(close);
}
