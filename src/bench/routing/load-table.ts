import { AppError } from "../../core/app-error.ts";
import type { PolicyObjective } from "../../router/learner/policy-artefact.ts";
import { callCost } from "../outcomes/call-cost.ts";
import { closestName } from "../outcomes/closest-name.ts";
import { priceNameNotes } from "../outcomes/price-names.ts";
import { outcomeTable } from "../outcomes/outcome-table.ts";
import type { BuiltTable } from "../outcomes/outcome-table.ts";
import type { Prices } from "../outcomes/prices.ts";
import { readOutcomes } from "../outcomes/read-outcomes.ts";
import type { Recorded } from "../outcomes/read-outcomes.ts";
import { coverageNotes, namesText, UNCOUNTED } from "./coverage-notes.ts";

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
  const priceNotes = priceNameNotes(options.prices, recorded.models);
  const { models, left } = chooseModels(recorded, wanted, options);
  const built = outcomeTable(recorded, models, options.prices);
  const isPriced = models.some((model) => Object.hasOwn(options.prices, model));
  const labels = recorded.questions.map(({ label }) => label);
  return {
    ...built,
    labels,
    notes: [
      ...coverageNotes(recorded, built, isPriced),
      ...leftOutNotes(left, options.prices),
      ...priceNotes,
    ],
  };
}

function leftOutNotes(left: readonly string[], prices: Prices): readonly string[] {
  const isPriced = (model: string): boolean => Object.hasOwn(prices, model);
  return [
    ...leftOutNote(
      left.filter((model) => !isPriced(model)),
      "neither a price nor recorded costs",
    ),
    ...leftOutNote(left.filter(isPriced), `no cost (${UNCOUNTED})`),
  ];
}

function leftOutNote(models: readonly string[], why: string): readonly string[] {
  if (models.length === 0) return [];
  const [has, is] = models.length === 1 ? ["has", "is"] : ["have", "are"];
  return [`${namesText(models)} ${has} ${why} and ${is} left out.`];
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
  throw new AppError("cost_unknown", whyUnknown(unpriced, prices), {
    hint: "Choose models whose cost is known with --models, or say what the others cost: `cost_usd` in the rows, or --prices per token with `output_tokens` or `output_chars` in the rows, or --prices with `usd_per_call`.",
  });
}

/** Which models have no price, and which have one that the rows say too little for. */
function whyUnknown(unpriced: readonly string[], prices: Prices): string {
  const without = unpriced.filter((model) => !Object.hasOwn(prices, model));
  const uncounted = unpriced.filter((model) => Object.hasOwn(prices, model));
  return [
    ...(without.length === 0
      ? []
      : [`There is neither a price nor a recorded cost for ${namesText(without)}`]),
    ...(uncounted.length === 0 ? [] : [`${namesText(uncounted)}: ${UNCOUNTED}`]),
  ].join(". ");
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
