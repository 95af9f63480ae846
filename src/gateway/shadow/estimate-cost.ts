import { CHARACTERS_PER_OUTPUT_TOKEN, countedUsage } from "../../core/counted-usage.ts";
import type { Expert } from "../../experts/expert.ts";
import type { GatewayDeps } from "../gateway-deps.ts";
import type { GatewayRequest } from "../gateway-request.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { Estimate } from "./shadow-budget.ts";

/** Of an expert whose answers are not known yet. */
const OUTPUT_GUESS = 1_000 * CHARACTERS_PER_OUTPUT_TOKEN;

/** What a call may cost: what this prompt does, and as much of an answer as that expert's answers lately were. */
export function estimateCost(
  { deps, state }: { readonly deps: GatewayDeps; readonly state: GatewayState },
  expert: Expert,
  { facts }: GatewayRequest,
): Estimate {
  const lately = state.costs.meanNanoUsd(expert.name);
  const output = lately === null ? OUTPUT_GUESS : 0;
  const cost = deps.costOf(expert, countedUsage({ prompt: facts.promptChars, output }));
  return cost === null ? lately : Math.max(cost.nanoUsd, lately ?? 0);
}

/** What a call to one of these whose cost stayed unknown counts as, `null` when one of them has no price. */
export function dearestGuess(
  deps: Pick<GatewayDeps, "experts" | "costOf">,
  names: readonly string[],
): Estimate {
  let dearest = 0;
  for (const name of names) {
    const expert = deps.experts.find(name);
    const cost = expert && deps.costOf(expert, countedUsage({ prompt: 0, output: OUTPUT_GUESS }));
    if (cost === null) return null;
    dearest = Math.max(dearest, cost.nanoUsd);
  }
  return dearest;
}
