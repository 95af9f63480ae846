import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import { planPolicy } from "./plan-policy.ts";
import { planStateSchema, readPlanPolicy } from "./plan-policy-state.ts";
import { referencePolicy, referenceStateSchema } from "./reference-policy.ts";
import type { SequentialPolicy } from "./sequential-policy.ts";

const stateSchema = z.discriminatedUnion("kind", [referenceStateSchema, planStateSchema]);

/** The policy an artefact's state describes. Throws `invalid_policy` when it describes none. */
export function restorePolicy(artefact: {
  readonly experts: readonly string[];
  readonly policy: unknown;
}): SequentialPolicy {
  const parsed = stateSchema.safeParse(artefact.policy);
  if (!parsed.success)
    throw new AppError("invalid_policy", "The policy's learnt state is not one this program knows", {
      hint: "Learn it again with this version of Toque.",
      cause: parsed.error,
    });
  const state = parsed.data;
  return state.kind === "reference"
    ? referencePolicy(artefact.experts, state)
    : planPolicy(readPlanPolicy(artefact.experts, state), () => state);
}
