const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_CHARS = 10;
const RANDOM_CHARS = 13;

export type IdSource = { readonly nowMs: () => number; readonly random: () => number };

/** Ids that sort by time: a prefix, 10 characters of milliseconds and 13 random ones in Crockford's base 32. */
export function timeSortedId(prefix: string, source: IdSource): string {
  let time = "";
  let rest = Math.floor(source.nowMs());
  for (let position = 0; position < TIME_CHARS; position++) {
    time = ALPHABET.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let random = "";
  for (let position = 0; position < RANDOM_CHARS; position++) {
    random += ALPHABET.charAt(Math.floor(source.random() * 32));
  }
  return `${prefix}_${time}${random}`;
}
