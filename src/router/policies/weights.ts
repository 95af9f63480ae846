import { z } from "zod";
import { choose, feasibleArms } from "../choose.ts";
import { unknownExpertsError } from "../option-names.ts";
import type { PolicyKind } from "../policy.ts";

const options = z.object({
  weights: z
    .record(z.string(), z.number().nonnegative())
    .describe(
      "Share of the requests per expert; only their ratios matter. An expert without one is a fallback.",
    ),
});

/** Draws an expert in proportion to configured weights, among those that can serve. */
export const weights: PolicyKind<z.infer<typeof options>> = {
  kind: "weights",
  summary: "a random expert in proportion to fixed weights",
  options,
  open(given, mixture) {
    const unknown = unknownExpertsError("weights", Object.keys(given.weights), mixture);
    if (unknown !== null) throw unknown;
    const weightOf = new Map(Object.entries(given.weights));
    const policy = { name: "weights", version: "1" };
    return {
      ...policy,
      decide(input) {
        const shares = feasibleArms(input).map((arm) => weightOf.get(arm.expert) ?? 0);
        const total = shares.reduce((sum, share) => sum + share, 0);
        const fallbacks = [...shares.keys()].toSorted(
          (left, right) => (shares[right] ?? 0) - (shares[left] ?? 0),
        );
        // When only fallbacks can serve, the first of them does.
        const probabilities = shares.map((share, index) => (total > 0 ? share / total : Number(index === 0)));
        return choose(policy, input, { probabilities, predictedSuccess: null, fallbacks });
      },
      learn() {},
    };
  },
};
