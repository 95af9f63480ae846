import { isJsonObject } from "../core/json.ts";
import { readCalls } from "./answer-key-calls.ts";
import { boundedKey, choiceKey, jsonKey, numberKey } from "./answer-key-text.ts";
import type { Check } from "./check.ts";
import { readChoice } from "./extract/choice-letter.ts";
import { finalAnswer } from "./extract/final-answer.ts";
import { readJson } from "./extract/json-text.ts";
import { wholeNumber } from "./extract/number.ts";
import type { Grader } from "./grader.ts";
import { numberOf } from "./graders/numeric.ts";
import { ANSWER_CHARS_MAX } from "./limits.ts";
import { GRADERS } from "./registry.ts";

/** What kind of answer a task asks for, when that is known: it decides when two answers are the same. */
export type AnswerKind = "choice" | "number" | "json" | "calls" | "text";

/** Beyond this an answer is prose, which no rule can compare. */
const TEXT_CHARS_MAX = 200;
/** More than enough for calls and JSON, and parsed in about a millisecond. */
const STRUCTURED_CHARS_MAX = 20_000;
const LETTERS = "ABCDEFGHIJ".split("");
/** `B`, `(b)`, `B.` and nothing else: in a longer text a letter is a choice only if the task has choices. */
const LETTER = /^[([]?([A-Za-z])[)\]]?[.:]?$/u;

/**
 * What an answer says, so that equal answers have equal keys; `null` when it cannot be compared. The same letter,
 * the same exact number (`0.5`, `1/2`, `1,000` and `1e3`; a percent sign is a unit, as for the numeric check, so 50% is
 * 50), the same JSON or calls of functions whatever the order and notation, or the same short text but for case, Unicode
 * form, spaces and punctuation around it. Without a kind an answer is what it wholly is.
 */
export function answerKey(text: string, kind?: AnswerKind): string | null {
  if (text.length > ANSWER_CHARS_MAX || text.trim() === "") return null;
  switch (kind) {
    case undefined:
      return anyKey(text);
    case "choice": {
      const reading = readChoice(finalAnswer(text).text, LETTERS);
      return reading.type === "letter" ? choiceKey(reading.letter) : null;
    }
    case "number": {
      const reading = numberOf(finalAnswer(text));
      return reading.type === "number" ? numberKey(reading.value) : null;
    }
    case "json":
      return text.length > STRUCTURED_CHARS_MAX ? null : jsonKey(readJson(text));
    case "calls":
      return callsKey(text) ?? (BEGINS_A_CALL.test(text) ? writtenKey(text) : NO_CALLS);
    case "text":
      return textKey(finalAnswer(text).text);
  }
}

/** The same for an answer to a request with a check: the check says what equality means. */
export function answerKeyForCheck(check: Check, answer: string): string | null {
  const grader: Grader<Check> | undefined = GRADERS.find((known) => known.type === check.type);
  return grader === undefined || answer.length > ANSWER_CHARS_MAX ? null : grader.key(check, answer);
}

/** Calls that cannot be read (cut short by whoever recorded them, a comprehension) are not the same as no calls. */
const BEGINS_A_CALL =
  /^(?:\s|```(?:\w{1,12}\n)?)*(?:<|[[{(](?!\s*[\]})]\s*$)|[\w.]{1,200}(?:\(|\s*\n\s*\{))/u;

/** Where functions could have been called and none was, that is the answer, whatever words go with it. */
const NO_CALLS = "calls:";

function callsKey(text: string): string | null {
  const calls = text.length > STRUCTURED_CHARS_MAX ? null : readCalls(text);
  return calls === null ? null : boundedKey("calls", calls.join(";"));
}

function anyKey(text: string): string | null {
  const bare = LETTER.exec(text)?.[1];
  if (bare !== undefined) return choiceKey(bare.toUpperCase());
  const structured = callsKey(text);
  if (structured !== null) return structured;
  if (text.length <= STRUCTURED_CHARS_MAX) {
    const json = readJson(text);
    if (Array.isArray(json) || isJsonObject(json)) return jsonKey(json);
  }
  const { text: final } = finalAnswer(text);
  const letter = LETTER.exec(final)?.[1];
  if (letter !== undefined) return choiceKey(letter.toUpperCase());
  const number = final.length > TEXT_CHARS_MAX ? null : wholeNumber(final);
  if (number !== null) return numberKey(number);
  return CODE.test(final) ? writtenKey(final) : textKey(final);
}

const CODE = /[{}[\]<>=]|[\p{L}_]\(/u;

/** What only a program could read is the same when it is written the same but for the amount of space. */
function writtenKey(text: string): string | null {
  if (text.length > STRUCTURED_CHARS_MAX) return null;
  return boundedKey("written", text.trim().replaceAll(/\s+/gu, " "));
}

/** Kept apart from their compatible forms: `x²` is not `x2`. */
const RAISED = /[²³¹⁰-⁹₀-₉¼-¾⅐-⅞]/u;
const AROUND = /^["'“”‘’«»*_`\s]+|["'“”‘’«»*_`\s.,;:。]+$/gu;

function textKey(text: string): string | null {
  if (text.length > TEXT_CHARS_MAX * 2) return null;
  const plain = text
    .normalize(RAISED.test(text) ? "NFC" : "NFKC")
    .toLowerCase()
    .replaceAll(/\s+/gu, " ")
    .replaceAll(AROUND, "");
  return plain === "" || plain.length > TEXT_CHARS_MAX ? null : boundedKey("text", plain);
}
