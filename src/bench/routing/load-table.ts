import { AppError } from "../../core/app-error.ts";
import type { PolicyObjective } from "../../router/learner/policy-artefact.ts";
import { callCost } from "../outcomes/call-cost.ts";
import { closestName } from "../outcomes/closest-name.ts";
import { outcomeTable } from "../outcomes/outcome-table.ts";
import type { BuiltTable } from "../outcomes/outcome-table.ts";
import type { Prices } from "../outcomes/prices.ts";
import { readOutcomes } from "../outcomes/read-outcomes.ts";
import type { Recorded } from "../outcomes/read-outcomes.ts";
import { coverageNotes, namesText } from "./coverage-notes.ts";

export type TableOptions = {
  readonly files: readonly string[];
  /** `null`: all models in the files, but those without a price where others have one. */
  readonly models: readonly string[] | null;
  readonly reference: string | null;
  readonly prices: Prices;
  readonly hideSubtask: boolean;
  readonly objective: PolicyObjective["type"];
};

export type LoadedTable = BuiltTable & {
  /** What a person should know of the data, one sentence each. */
  readonly notes: readonly string[];
  /** The benchmark's label of each question, hidden from the features or not. */
  readonly labels: readonly string[];
};

/** Reads outcome files for learning: only models that can be compared, and a clear refusal where cost is needed and unknown. */
export async function loadTable(options: TableOptions): Promise<LoadedTable> {
  const { files, hideSubtask, reference } = options;
  const wanted =
    options.models === null ? null : unique([...options.models, ...(reference === null ? [] : [reference])]);
  const recorded = await readOutcomes({ files, hideSubtask, models: wanted, keepContaminated: false });
  if (reference !== null) checkKnown("--reference", [reference], recorded.models);
  if (wanted !== null) checkKnown("--models", wanted, recorded.models);
  const { models, left } = chooseModels(recorded, wanted, options);
  const built = outcomeTable(recorded, models, options.prices);
  const leftOut =
    left.length === 0
      ? []
      : [
          `${namesText(left)} ${left.length === 1 ? "has" : "have"} neither a price nor recorded costs and ${left.length === 1 ? "is" : "are"} left out.`,
        ];
  const labels = recorded.questions.map(({ label }) => label);
  return { ...built, labels, notes: [...coverageNotes(recorded, built), ...leftOut] };
}

/** Throws for a name that is in no file, with what was probably meant. */
function checkKnown(flag: string, names: readonly string[], known: readonly string[]): void {
  for (const name of names) {
    if (known.includes(name)) continue;
    const meant = closestName(name, known);
    throw new AppError("unknown_model", `${flag}: the outcomes have no model ${JSON.stringify(name)}`, {
      param: flag,
      hint: meant === null ? `They have ${namesText(known)}.` : `Did you mean ${meant}?`,
    });
  }
}

function chooseModels(
  recorded: Recorded,
  wanted: readonly string[] | null,
  { prices, reference, objective }: TableOptions,
): { readonly models: readonly string[]; readonly left: readonly string[] } {
  const models = wanted ?? recorded.models;
  const unpriced = models.filter((model) => !hasCost(recorded, model, prices));
  // Where no cost is known at all, accuracy is still worth learning for.
  const onlyAccuracy = unpriced.length === models.length && objective === "match";
  if (unpriced.length === 0 || onlyAccuracy) return { models, left: [] };
  if (wanted === null && !unpriced.includes(reference ?? "") && unpriced.length < models.length - 1)
    return { models: models.filter((model) => !unpriced.includes(model)), left: unpriced };
  throw new AppError(
    "cost_unknown",
    `There is neither a price nor a recorded cost for ${namesText(unpriced)}`,
    {
      hint: "Give prices with --prices, or choose models whose cost is known with --models.",
    },
  );
}

function hasCost({ questions }: Recorded, model: string, prices: Prices): boolean {
  const price = Object.hasOwn(prices, model) ? prices[model] : undefined;
  return questions.some(({ outcomes, promptChars }) => {
    const outcome = outcomes.get(model);
    return outcome !== undefined && callCost(outcome, promptChars, price) !== null;
  });
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
