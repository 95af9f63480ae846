/** What kind of character a UTF-16 code unit is, for counting shapes and finding words. */
export const CHAR = {
  other: 0,
  space: 1,
  newline: 2,
  lower: 3,
  upper: 4,
  digit: 5,
  math: 6,
  bracket: 7,
  code: 8,
  punctuation: 9,
  quote: 10,
  question: 11,
  latex: 12,
  underscore: 13,
  /** Letters of alphabets beyond ASCII. */
  letter: 14,
  /** Chinese, Japanese, Korean: a character is taken as a word. */
  ideograph: 15,
} as const;

export const CHAR_CLASSES = 16;

/** First code unit of ranges beyond ASCII and what they are; rough on purpose, shares are all that is read from it. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x00, CHAR.other],
  [0xa0, CHAR.punctuation],
  [0xc0, CHAR.letter],
  [0x2000, CHAR.punctuation],
  [0x2070, CHAR.math],
  [0x20a0, CHAR.punctuation],
  [0x2100, CHAR.math],
  [0x2500, CHAR.other],
  [0x27c0, CHAR.math],
  [0x2c00, CHAR.letter],
  [0x2e80, CHAR.ideograph],
  [0xa000, CHAR.letter],
  [0xac00, CHAR.ideograph],
  [0xd7b0, CHAR.other],
  [0xf900, CHAR.ideograph],
  [0xfb00, CHAR.letter],
  [0xfe00, CHAR.other],
];

const ASCII: readonly (readonly [string, number])[] = [
  [" \t\r\v\f", CHAR.space],
  ["\n", CHAR.newline],
  ["abcdefghijklmnopqrstuvwxyz", CHAR.lower],
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", CHAR.upper],
  ["0123456789", CHAR.digit],
  ["+-*/=<>^%|~×÷±", CHAR.math],
  ["()[]{}", CHAR.bracket],
  [";`@#&", CHAR.code],
  [".,:!", CHAR.punctuation],
  ["\"'", CHAR.quote],
  ["?", CHAR.question],
  ["\\$", CHAR.latex],
  ["_", CHAR.underscore],
];

/** Class of every UTF-16 code unit. */
export const CHAR_CLASS: Uint8Array = classTable();

function classTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const [start, kind] of RANGES) table.fill(kind, start);
  for (const [characters, kind] of ASCII) {
    for (const character of characters) table[character.charCodeAt(0)] = kind;
  }
  return table;
}
