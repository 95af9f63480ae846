import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import type { SequentialPolicy } from "./sequential-policy.ts";

const rates = z.array(z.number());

export const routeStateSchema = z.strictObject({
  kind: z.literal("route"),
  reference: z.int().min(0),
  /** `null`: the reference alone is asked while it is available. */
  lambdaPerUsd: z.number().min(0).nullable(),
  hideFamily: z.boolean(),
  overall: rates,
  families: z.record(z.string(), rates),
  costUsd: z.array(z.number().nullable()),
});

type RouteState = z.infer<typeof routeStateSchema>;

/** Asks one expert: the best of P(right) − λ·cost. */
export function routePolicy(experts: readonly string[], state: RouteState): SequentialPolicy {
  const predictSuccess = (family: string | null): readonly number[] =>
    (state.hideFamily || family === null ? undefined : state.families[family]) ?? state.overall;
  return {
    experts,
    callsMax: 1,
    lambdaPerUsd: state.lambdaPerUsd,
    predict: (prospect) => ({
      success: Float64Array.from(predictSuccess(prospect.features.family)),
      costUsd: Float64Array.from(experts, (_, k) =>
        Number.isNaN(prospect.costUsd[k]!) ? (state.costUsd[k] ?? Number.NaN) : prospect.costUsd[k]!,
      ),
    }),
    next(prospect, seen) {
      if (seen.length > 0) return { type: "answer", index: 0, reason: "the only call was made" };
      if (state.lambdaPerUsd === null && prospect.available[state.reference])
        return { type: "ask", expert: state.reference, reason: "the reference serves" };
      const { success, costUsd } = this.predict(prospect);
      let best = -1;
      let bestValue = -Infinity;
      for (let k = 0; k < experts.length; k++) {
        if (!prospect.available[k]) continue;
        const price = Number.isNaN(costUsd[k]!) ? 0 : costUsd[k]!;
        const value = success[k]! - (state.lambdaPerUsd ?? 0) * price;
        if (value > bestValue) [best, bestValue] = [k, value];
      }
      if (best < 0) throw new AppError("expert_unavailable", "No expert can be asked");
      return { type: "ask", expert: best, reason: "the best of P(right) − λ·cost" };
    },
    state: () => state,
  };
}
