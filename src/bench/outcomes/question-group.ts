import { createHash } from "node:crypto";

const STEM_CHARS_MIN = 20;
/** A longer prompt is told apart by its beginning and its length. */
const READ_CHARS_MAX = 20_000;
const FIRST_OPTION = /\n\s{0,4}\(?A[.):]\s/u;
const CLOSING = /\n\s{0,4}answer:?\s*$/iu;

/**
 * Benchmarks share questions, with other options, spacing or a closing `Answer:`. What a question asks, without those,
 * is its group: whoever splits keeps a group together, so that no test question was learnt from.
 */
export function questionGroup(text: string): string {
  const prompt = text.slice(0, READ_CHARS_MAX);
  const whole = plain(prompt.replace(CLOSING, ""));
  const option = FIRST_OPTION.exec(prompt);
  const stem = option === null ? whole : plain(prompt.slice(0, option.index));
  const short = stem.length >= STEM_CHARS_MIN ? stem : whole;
  const asked = text.length > READ_CHARS_MAX ? `${text.length} ${whole}` : short;
  return createHash("sha256").update(asked).digest("base64url").slice(0, 22);
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}+*/=<>^-]+/gu, "");
}
