import type { ConfiguredMixture } from "../gateway/ledger-control.ts";
import type { PolicyKind } from "../router/policy.ts";
import type { MixturePlan } from "./plan-mixtures.ts";

/** The mixtures as those see them who look at and change what they serve. */
export function configuredMixtures(
  plans: readonly MixturePlan<PolicyKind<unknown>>[],
): readonly ConfiguredMixture[] {
  return plans.map(({ name, experts, mode, kind, live }) => ({
    mixture: name,
    experts,
    mode,
    objective: live?.objective ?? null,
    reference: live?.reference ?? null,
    policy: kind?.kind ?? "reference",
  }));
}
