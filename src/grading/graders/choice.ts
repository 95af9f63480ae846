import { z } from "zod";
import type { Grade, Grader } from "../grader.ts";
import { choiceKey } from "../answer-key-text.ts";
import { readChoice } from "../extract/choice-letter.ts";
import type { ChoiceReading } from "../extract/choice-letter.ts";
import { finalAnswer, unwrap } from "../extract/final-answer.ts";
import { OPTION_CHARS_MAX, OPTIONS_MAX, quoted } from "../limits.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
/** Without options the letters A to J are choices. */
const LETTERS_DEFAULT = 10;

const choiceCheck = z
  .strictObject({
    type: z.literal("choice"),
    expected: z.string().min(1).max(OPTION_CHARS_MAX),
    options: z.array(z.string().min(1).max(OPTION_CHARS_MAX)).min(2).max(OPTIONS_MAX).optional(),
  })
  .superRefine((check, context) => {
    if (expectedLetter(check) !== null) return;
    const message = "must be a letter or the text of one of the options";
    context.addIssue({ code: "custom", path: ["expected"], message, input: check.expected });
  });

type ChoiceCheck = z.infer<typeof choiceCheck>;

/** The one letter (or option text) the answer settles on. Naming several is wrong after a marker, else not gradable. */
export const choice = {
  type: "choice",
  summary: "the answer picks the expected one of several options, by letter or by text",
  version: "1",
  check: choiceCheck,
  grade(check: ChoiceCheck, answer: string): Grade {
    const final = finalAnswer(answer);
    const expected = expectedLetter(check);
    const reading = read(check, final.text);
    if (reading.type === "none") return { correct: null, score: null, reason: "found no choice" };
    if (reading.type === "several") {
      const reason = `names several choices: ${reading.letters.join(", ")}`;
      return final.marked ? { correct: false, score: 0, reason } : { correct: null, score: null, reason };
    }
    const correct = reading.letter === expected;
    return {
      correct,
      score: correct ? 1 : 0,
      reason: `expected ${quoted(check.expected)}, found ${reading.letter}`,
    };
  },
  key(check: ChoiceCheck, answer: string): string | null {
    const reading = read(check, finalAnswer(answer).text);
    return reading.type === "letter" ? choiceKey(reading.letter) : null;
  },
} satisfies Grader<ChoiceCheck>;

function read(check: Pick<ChoiceCheck, "options">, text: string): ChoiceReading {
  const letter = letterOfText(text, check);
  return letter === null ? readChoice(text, lettersOf(check)) : { type: "letter", letter };
}

function lettersOf(check: Pick<ChoiceCheck, "options">): readonly string[] {
  if (check.options === undefined) return ALPHABET.slice(0, LETTERS_DEFAULT);
  const named = check.options.map((option) => option.toUpperCase());
  return named.every((option) => /^[A-Z]$/u.test(option)) ? named : ALPHABET.slice(0, named.length);
}

function expectedLetter(check: ChoiceCheck): string | null {
  const byText = letterOfText(check.expected, check);
  if (byText !== null) return byText;
  const letter = check.expected.trim().toUpperCase();
  return lettersOf(check).includes(letter) ? letter : null;
}

/** `null` unless the whole text is that of one option, compared without case and closing period. */
function letterOfText(text: string, check: Pick<ChoiceCheck, "options">): string | null {
  const wanted = plain(text);
  const at = (check.options ?? []).findIndex((option) => plain(option) === wanted);
  return at === -1 ? null : (lettersOf(check)[at] ?? null);
}

function plain(text: string): string {
  return unwrap(text.trim().replace(/\.$/u, "")).normalize("NFC").toLowerCase();
}
