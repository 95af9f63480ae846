import { z } from "zod";
import { stopgap } from "./stopgap.ts";
import type { SequentialPolicy } from "./sequential-policy.ts";

export const referenceStateSchema = z.strictObject({
  kind: z.literal("reference"),
  reference: z.int().min(0),
  /** Share right and mean cost per expert; `null`: unknown. */
  success: z.array(z.number().min(0).max(1).nullable()),
  costUsd: z.array(z.number().min(0).nullable()),
});

export type ReferenceState = z.infer<typeof referenceStateSchema>;

/** Asks the reference alone: what serves when nothing else is proven. */
export function referencePolicy(experts: readonly string[], state: ReferenceState): SequentialPolicy {
  const known = (values: readonly (number | null)[]): Float64Array =>
    Float64Array.from(experts, (_, k) => values[k] ?? Number.NaN);
  return {
    experts,
    callsMax: 1,
    lambdaPerUsd: null,
    predict: ({ costUsd }) => {
      const own = known(state.costUsd);
      return {
        success: known(state.success),
        costUsd: own.map((usd, k) => (Number.isNaN(costUsd[k]!) ? usd : costUsd[k]!)),
      };
    },
    next: (prospect, seen) =>
      seen.length > 0
        ? { type: "answer", index: 0, reason: "one call is all there is" }
        : {
            type: "ask",
            expert: stopgap(state.reference, prospect),
            reason: prospect.available[state.reference]
              ? "the reference serves"
              : "the reference is not available",
          },
    state: () => state,
  };
}
