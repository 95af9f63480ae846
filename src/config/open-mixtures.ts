import { AppError } from "../core/app-error.ts";
import { type Mixture, routed } from "../gateway/mixture.ts";
import type { PolicyKind } from "../router/policy.ts";
import { type ConfigProblem, pathText } from "./config-error.ts";
import type { MixturePlan } from "./settings.ts";

/** Opens the policy of each mixture. What a policy does not accept becomes a problem of the config. */
export function openMixtures(plans: readonly MixturePlan<PolicyKind<unknown>>[]): {
  readonly mixtures: ReadonlyMap<string, Mixture>;
  readonly problems: ConfigProblem[];
} {
  const mixtures = new Map<string, Mixture>();
  const problems: ConfigProblem[] = [];
  for (const { name, experts, kind, options } of plans) {
    try {
      mixtures.set(name, routed({ name, experts, policy: kind.open(options, { name, experts }) }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const path = ["mixtures", name, "policy", ...(error.param === undefined ? [] : [error.param])];
      const message = error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
      problems.push({ path: pathText(path), value: null, message });
    }
  }
  return { mixtures, problems };
}
