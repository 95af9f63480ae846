import { RE2JS } from "re2js";
import { createBoundedCache } from "./bounded-cache.ts";

/** Instructions of a compiled pattern; `x{400}` is 400 of them. */
const PROGRAM_SIZE_MAX = 500;
/** Characters × instructions of one match: at most about 0.2 s for the worst patterns measured, usually under 1 ms. */
const WORK_MAX = 5_000_000;
const PATTERNS_CACHED_MAX = 256;

export class PatternError extends Error {
  override readonly name = "PatternError";
}

export type LinearRegex = {
  test(text: string): boolean;
  /** False when the worst case for this text is more work than one check may cause. */
  isAffordable(text: string): boolean;
  /** Steps of a match at worst. */
  work(text: string): number;
  readonly size: number;
};

const cache = createBoundedCache<LinearRegex>(PATTERNS_CACHED_MAX);

/** A pattern whose matching time grows linearly with the text, whoever wrote it. Throws `PatternError`. */
export function compilePattern(pattern: string, flags = ""): LinearRegex {
  return cache.getOrCreate(`${flags}/${pattern}`, () => compile(pattern, flags));
}

function compile(pattern: string, flags: string): LinearRegex {
  // The translation below would turn a named backreference into plain letters.
  if (/(?:^|[^\\])(?:\\\\){0,500}\\k/u.test(pattern))
    throw new PatternError("backreferences are not supported");
  const re = parse(pattern, flags);
  const size = re.programSize();
  if (size > PROGRAM_SIZE_MAX) {
    throw new PatternError(`is too large: ${size} instructions, at most ${PROGRAM_SIZE_MAX} (repeats count)`);
  }
  const work = (text: string): number => text.length * size;
  return { size, test: (text) => re.test(text), work, isAffordable: (text) => work(text) <= WORK_MAX };
}

function parse(pattern: string, flags: string): RE2JS {
  const bits =
    (flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes("m") ? RE2JS.MULTILINE : 0) |
    (flags.includes("s") ? RE2JS.DOTALL : 0);
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern), bits);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new PatternError(`is not supported: ${said} (RE2 syntax: no backreferences, no look-around)`, {
      cause,
    });
  }
}
