import type { CostSource } from "../outcomes/call-cost.ts";
import type { BuiltTable } from "../outcomes/outcome-table.ts";
import type { Recorded } from "../outcomes/read-outcomes.ts";

const NAMES_MAX = 8;
/** Below this share a gap is worth a word. */
const COVERED_SHARE = 0.995;

/** What is missing in the data, one sentence each. */
export function coverageNotes(recorded: Recorded, built: BuiltTable, isPriced: boolean): readonly string[] {
  const notes: string[] = [];
  const rows = built.table.questions.length;
  if (recorded.duplicates > 0)
    notes.push(`${counted(recorded.duplicates, "row")} said the same twice and were counted once.`);
  if (recorded.contaminated > 0)
    notes.push(`${counted(recorded.contaminated, "row")} marked as contaminated were left out.`);
  const partly = built.coverage.filter(({ graded }) => graded < rows * COVERED_SHARE);
  if (partly.length > 0) {
    const each = partly.map(({ model, graded }) => `${model} ${share(graded, rows)}`);
    notes.push(`Not every model was graded on all ${counted(rows, "question")}: ${namesText(each)}.`);
  }
  const costs = built.coverage.filter(({ priced, graded }) => priced > 0 && priced < graded * COVERED_SHARE);
  if (costs.length > 0) {
    const each = costs.map(({ model, priced, graded }) => `${model} ${share(priced, graded)}`);
    notes.push(`Costs are known for only a part of the outcomes: ${namesText(each)}.`);
  }
  if (built.comparableShare === 0)
    notes.push("No answers (`pred`) are recorded, so whether models agree cannot be used.");
  notes.push(costNote(built, isPriced));
  return notes;
}

/** What a price per token lacks to become a cost: the input may be guessed from the prompt, the output may not. */
export const UNCOUNTED =
  "the rows have neither `output_tokens` nor `output_chars`, without which a price per token is no cost";

function costNote({ costBasis, guessedCosts }: BuiltTable, isPriced: boolean): string {
  if (costBasis === "unknown") {
    const why = isPriced
      ? `${UNCOUNTED}; a price as \`usd_per_call\` needs none`
      : "the rows have no `cost_usd` and no prices were given (--prices)";
    return `Costs are unknown, so only accuracy counts: ${why}.`;
  }
  if (costBasis !== "mixed") return COST_NOTES[costBasis];
  const guessed = guessedCosts === 0 ? "" : `; ${counted(guessedCosts, "cost")} from estimated tokens`;
  return `Costs rest in part on records and in part on list prices${guessed}.`;
}

const COST_NOTES: Readonly<Record<CostSource, string>> = {
  recorded: "Costs are the recorded ones.",
  tokens: "Costs are recorded tokens at the list prices given.",
  "per-call": "Costs are the prices per call given.",
  characters:
    "Costs are estimates: prompt characters / 3.8 and output characters / 3.5 as tokens, at the list prices given.",
};

/** `a, b and 3 more`. */
export function namesText(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_MAX);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}
