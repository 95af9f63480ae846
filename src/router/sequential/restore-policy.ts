import { AppError } from "../../core/app-error.ts";
import type { SequentialPolicy } from "./sequential-policy.ts";
import { routePolicy, routeStateSchema } from "./route-policy.ts";

/** The policy an artefact's state describes. Throws `invalid_policy` when it describes none. */
export function restorePolicy(artefact: {
  readonly experts: readonly string[];
  readonly policy: unknown;
}): SequentialPolicy {
  const parsed = routeStateSchema.safeParse(artefact.policy);
  if (!parsed.success)
    throw new AppError("invalid_policy", "The policy's learnt state is not one this program knows", {
      hint: "Learn it again with this version of Toque.",
      cause: parsed.error,
    });
  return routePolicy(artefact.experts, parsed.data);
}
