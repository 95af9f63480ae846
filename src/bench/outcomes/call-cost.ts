import { CHARACTERS_PER_INPUT_TOKEN, CHARACTERS_PER_OUTPUT_TOKEN } from "../../core/counted-usage.ts";
import type { ListPrice } from "../../router/learner/policy-artefact.ts";
import type { RecordedOutcome } from "./outcome-row.ts";

/** What a cost rests on, the surest first. */
export type CostSource = "recorded" | "tokens" | "per-call" | "characters";
export type CostBasis = CostSource | "mixed" | "unknown";
export type CallCost = { readonly usd: number; readonly source: CostSource };

/**
 * What one call cost: what was recorded, else recorded tokens at list price, else a price per call, else tokens guessed
 * from characters. `null` where none of these is known: an output of unknown length is not free.
 */
export function callCost(
  outcome: RecordedOutcome,
  promptChars: number,
  price: ListPrice | undefined,
): CallCost | null {
  if (!Number.isNaN(outcome.costUsd)) return { usd: outcome.costUsd, source: "recorded" };
  if (price === undefined) return null;
  const { inputPerMtok, outputPerMtok, usdPerCall } = price;
  const tokensUsd = (input: number, output: number): number =>
    (input * (inputPerMtok ?? Number.NaN) + output * (outputPerMtok ?? Number.NaN)) / 1e6;
  const exact = tokensUsd(outcome.inputTokens, outcome.outputTokens);
  if (!Number.isNaN(exact)) return { usd: exact, source: "tokens" };
  if (usdPerCall !== null) return { usd: usdPerCall, source: "per-call" };
  const guessed = tokensUsd(
    known(outcome.inputTokens, promptChars / CHARACTERS_PER_INPUT_TOKEN),
    known(outcome.outputTokens, outcome.outputChars / CHARACTERS_PER_OUTPUT_TOKEN),
  );
  return Number.isNaN(guessed) ? null : { usd: guessed, source: "characters" };
}

function known(first: number, second: number): number {
  return Number.isNaN(first) ? second : first;
}
