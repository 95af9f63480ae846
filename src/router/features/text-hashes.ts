import { CHAR, CHAR_CLASS } from "./char-class.ts";
import { HASH_BINS } from "./features.ts";
import { WINDOW_CHARS } from "./window.ts";

/** Multiplier of the rolling polynomial hash over characters (FNV's 32-bit prime). */
const BASE = 0x01000193;
const GRAM_CHARS = 5;
/** BASE ** GRAM_CHARS, to take the character that leaves the window out again. */
const BASE_OUT = power(BASE, GRAM_CHARS);
const FNV_OFFSET = 0x811c9dc5;
const SEED_WORD = 0x9e3779b9;
const SEED_PAIR = 0x85ebca6b;
const SEED_GRAM = 0xc2b2ae35;
const SEED_TOKEN = 0x27d4eb2f;
/** Numbers carry hardly anything from one question to the next but their length. */
const DIGIT_ZERO = 48;
const SPACE = 32;

/** Lower case of a window, at most twice as long as the window itself; digits are zeros and runs of white space one space. */
const normal = new Uint16Array(2 * (WINDOW_CHARS + 1));
const kinds = new Uint8Array(normal.length);

/** Adds the signed hashes of words, pairs of neighbouring words and character 5-grams of a text to `counts`. */
export function countTextHashes(text: string, counts: Int16Array): void {
  const length = normalise(text.toLowerCase());
  countWords(length, counts);
  countGrams(length, counts);
}

function normalise(lowered: string): number {
  let length = 0;
  let before: number = CHAR.space;
  for (let at = 0; at < lowered.length && length < normal.length; at++) {
    const code = lowered.charCodeAt(at);
    const kind = CHAR_CLASS[code]!;
    const blank = kind === CHAR.space || kind === CHAR.newline;
    if (blank && before === CHAR.space) continue;
    before = blank ? CHAR.space : kind;
    kinds[length] = before;
    normal[length++] = blank ? SPACE : kind === CHAR.digit ? DIGIT_ZERO : code;
  }
  return length;
}

/** Adds one named fact, `weight` times: what a whole (system prompt) is, not what it is made of. */
export function countTokenHash(token: string, weight: number, counts: Int16Array): void {
  let hash = FNV_OFFSET;
  for (let at = 0; at < token.length; at++) hash = Math.imul(hash ^ token.charCodeAt(at), BASE);
  add(hash ^ SEED_TOKEN, weight, counts);
}

function countWords(length: number, counts: Int16Array): void {
  let previous = 0;
  let hash = 0;
  let letters = 0;
  for (let at = 0; at <= length; at++) {
    const kind = at < length ? kinds[at]! : CHAR.space;
    if (isWordKind(kind)) {
      if (letters === 0) hash = FNV_OFFSET;
      hash = Math.imul(hash ^ normal[at]!, BASE);
      letters += 1;
      continue;
    }
    if (letters > 0) previous = addWord(hash, previous, counts);
    letters = 0;
    if (kind === CHAR.ideograph)
      previous = addWord(Math.imul(FNV_OFFSET ^ normal[at]!, BASE), previous, counts);
  }
}

function isWordKind(kind: number): boolean {
  return kind === CHAR.lower || kind === CHAR.upper || kind === CHAR.digit || kind === CHAR.letter;
}

function addWord(hash: number, previous: number, counts: Int16Array): number {
  add(hash ^ SEED_WORD, 1, counts);
  if (previous !== 0) add(Math.imul(previous, BASE) ^ hash ^ SEED_PAIR, 1, counts);
  return hash;
}

function countGrams(length: number, counts: Int16Array): void {
  let hash = 0;
  for (let at = 0; at < length; at++) {
    hash = (Math.imul(hash, BASE) + normal[at]!) | 0;
    if (at >= GRAM_CHARS) hash = (hash - Math.imul(normal[at - GRAM_CHARS]!, BASE_OUT)) | 0;
    if (at >= GRAM_CHARS - 1) add(hash ^ SEED_GRAM, 1, counts);
  }
}

/** The finaliser of MurmurHash3 (A. Appleby): the top bits choose the bin, the lowest the sign. */
function add(hash: number, weight: number, counts: Int16Array): void {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed ^= mixed >>> 16;
  const bin = (mixed >>> 8) % HASH_BINS;
  // Without a branch: it would be guessed wrong every other time.
  counts[bin]! += weight * (1 - ((mixed & 1) << 1));
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let times = 0; times < exponent; times++) result = Math.imul(result, base);
  return result;
}
