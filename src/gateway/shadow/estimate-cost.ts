import { CHARACTERS_PER_OUTPUT_TOKEN, countedUsage } from "../../core/counted-usage.ts";
import type { Expert } from "../../experts/expert.ts";
import type { GatewayDeps } from "../gateway-deps.ts";
import type { GatewayRequest } from "../gateway-request.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { Estimate } from "./shadow-budget.ts";

/** Of an expert whose answers are not known yet. */
const OUTPUT_TOKENS_GUESS = 1_000;

/** What a call may cost: what this prompt does, and as much of an answer as that expert's answers lately were. */
export function estimateCost(
  { deps, state }: { readonly deps: GatewayDeps; readonly state: GatewayState },
  expert: Expert,
  { facts }: GatewayRequest,
): Estimate {
  const lately = state.costs.meanNanoUsd(expert.name);
  const tokens = lately === null ? OUTPUT_TOKENS_GUESS : 0;
  const output = tokens * CHARACTERS_PER_OUTPUT_TOKEN;
  const cost = deps.costOf(expert, countedUsage({ prompt: facts.promptChars, output }));
  return cost === null ? lately : Math.max(cost.nanoUsd, lately ?? 0);
}
