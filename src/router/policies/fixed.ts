import { z } from "zod";
import { choose, feasibleArms } from "../choose.ts";
import { unknownExpertsError } from "../option-names.ts";
import type { PolicyKind } from "../policy.ts";

const options = z.object({
  order: z
    .array(z.string())
    .optional()
    .describe("Experts, the first choice first; the mixture's own order when absent."),
});

/** Always the first expert of a configured order that can serve. */
export const fixed: PolicyKind<z.infer<typeof options>> = {
  kind: "fixed",
  summary: "the first expert of a fixed order that can serve",
  options,
  open({ order = [] }, mixture) {
    const unknown = unknownExpertsError("order", order, mixture);
    if (unknown !== null) throw unknown;
    const ranks = new Map([...new Set([...order, ...mixture.experts])].map((expert, rank) => [expert, rank]));
    const policy = { name: "fixed", version: "1" };
    const rankOf = (expert: string): number => ranks.get(expert) ?? ranks.size;
    return {
      ...policy,
      decide(input) {
        const feasible = feasibleArms(input);
        const fallbacks = [...feasible.keys()].toSorted(
          (left, right) => rankOf(feasible[left]?.expert ?? "") - rankOf(feasible[right]?.expert ?? ""),
        );
        const probabilities = feasible.map((_, index) => (index === fallbacks[0] ? 1 : 0));
        return choose(policy, input, { probabilities, predictedSuccess: null, fallbacks });
      },
      learn() {},
    };
  },
};
