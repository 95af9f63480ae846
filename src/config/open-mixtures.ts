import { AppError } from "../core/app-error.ts";
import type { Policy, PolicyKind } from "../router/policy.ts";
import { type ConfigProblem, pathText } from "./config-error.ts";
import type { MixturePlan } from "./settings.ts";

export type OpenedMixture = {
  readonly name: string;
  readonly experts: readonly string[];
  readonly policy: Policy;
};

/** Opens the policy of each mixture. What a policy does not accept becomes a problem of the config. */
export function openMixtures(plans: readonly MixturePlan<PolicyKind<unknown>>[]): {
  readonly mixtures: ReadonlyMap<string, OpenedMixture>;
  readonly problems: ConfigProblem[];
} {
  const mixtures = new Map<string, OpenedMixture>();
  const problems: ConfigProblem[] = [];
  for (const { name, experts, kind, options } of plans) {
    try {
      mixtures.set(name, { name, experts, policy: kind.open(options, { name, experts }) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const path = ["mixtures", name, "policy", ...(error.param === undefined ? [] : [error.param])];
      const message = error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
      problems.push({ path: pathText(path), value: null, message });
    }
  }
  return { mixtures, problems };
}
