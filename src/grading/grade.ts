import type { Check } from "./check.ts";
import type { Grade, Grader } from "./grader.ts";
import { ANSWER_CHARS_MAX } from "./limits.ts";
import { GRADERS } from "./registry.ts";

export type CheckedGrade = Grade & { readonly check: string; readonly verifierVersion: string };

/** Verifies one answer. Never rejects: what a grader cannot decide is `correct: null` with the reason. */
export async function gradeAnswer(check: Check, answer: string): Promise<CheckedGrade> {
  const grader: Grader<Check> | undefined = GRADERS.find((known) => known.type === check.type);
  const named = { check: check.type, verifierVersion: grader?.version ?? "0" };
  if (grader === undefined) return { ...named, ...cannotTell(`there is no grader ${check.type}`) };
  if (answer.length > ANSWER_CHARS_MAX) {
    const reason = `the answer has ${answer.length} characters, graders read at most ${ANSWER_CHARS_MAX}`;
    return { ...named, ...cannotTell(reason) };
  }
  try {
    return { ...named, ...(await grader.grade(check, answer)) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { ...named, ...cannotTell(`the ${grader.type} grader failed: ${said}`) };
  }
}

function cannotTell(reason: string): Grade {
  return { correct: null, score: null, reason };
}
