import { AppError } from "../../core/app-error.ts";
import { SUCCESS_MODEL_KINDS } from "../success/registry.ts";
import type { SuccessModelKind } from "../success/success-model.ts";
import type { LearnInput } from "./learn-policy.ts";
import { cell } from "./outcome-table.ts";
import type { OutcomeTable } from "./outcome-table.ts";

/** Fewer different questions than this prove nothing. */
const QUESTIONS_MIN = 50;
const CALLS_MAX = 4;

export function successKind(name: string): SuccessModelKind {
  const kind = SUCCESS_MODEL_KINDS.find((known) => known.kind === name);
  if (kind !== undefined) return kind;
  const known = SUCCESS_MODEL_KINDS.map((one) => one.kind).join(", ");
  throw new AppError("invalid_request", `There is no kind of success model '${name}'`, {
    hint: `Known kinds: ${known}`,
    param: "model",
  });
}

/** Column of the reference. Refuses what cannot be learnt from at all. */
export function checkReference({ table, reference, callsMax }: LearnInput): number {
  if (!Number.isInteger(callsMax) || callsMax < 1 || callsMax > CALLS_MAX)
    throw new AppError("invalid_request", `A plan has 1 to ${CALLS_MAX} calls, not ${callsMax}`, {
      param: "calls",
    });
  const wrong = table.score.find((score) => score < 0 || score > 1);
  if (wrong !== undefined)
    throw new AppError("invalid_outcomes", `A score is a share right from 0 to 1, not ${wrong}`);
  const column = table.experts.indexOf(reference);
  if (column >= 0) return column;
  throw new AppError("invalid_outcomes", `The reference ${reference} has no outcomes here`, {
    hint: `Known experts: ${table.experts.slice(0, 20).join(", ")}`,
  });
}

/**
 * Rows on which the reference was graded, and why they are too little to learn from, `null` when they are not. Where
 * everybody is always right there is something to learn: that the cheapest is never worse.
 */
export function usableRows(
  table: OutcomeTable,
  reference: number,
): { readonly rows: Int32Array; readonly lacking: string | null } {
  const rows = Int32Array.from(table.questions.keys()).filter(
    (row) => !Number.isNaN(table.score[cell(table, row, reference)]!),
  );
  const known = table.score.filter((score) => !Number.isNaN(score));
  const different = new Set(Array.from(rows, (row) => table.questions[row]!.group)).size;
  const lacking =
    table.experts.length === 1
      ? "there is only the reference"
      : different < QUESTIONS_MIN
        ? `${different} different questions with an outcome of the reference are not enough to learn from (at least ${QUESTIONS_MIN})`
        : known[0] !== 1 && known.every((score) => score === known[0])
          ? `all outcomes are the same (${known[0]}), which shows no difference between experts`
          : null;
  return { rows, lacking };
}
