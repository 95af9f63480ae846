import { createHash } from "node:crypto";

const STEM_CHARS_MIN = 20;
const FIRST_OPTION = /\n\s{0,4}\(?A[.):]\s/u;
const CLOSING = /\n\s{0,4}answer:?\s*$/iu;

/**
 * Benchmarks share questions, with other options, spacing or a closing `Answer:`. What a question asks, without those,
 * is its group: whoever splits keeps a group together, so that no test question was learnt from.
 */
export function questionGroup(prompt: string): string {
  const whole = plain(prompt.replace(CLOSING, ""));
  const option = FIRST_OPTION.exec(prompt);
  const stem = option === null ? whole : plain(prompt.slice(0, option.index));
  const asked = stem.length >= STEM_CHARS_MIN ? stem : whole;
  return createHash("sha256").update(asked).digest("base64url").slice(0, 22);
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}+*/=<>^-]+/gu, "");
}
