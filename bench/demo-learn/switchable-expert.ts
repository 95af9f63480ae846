import type { Expert, ExpertKind } from "../../src/experts/expert.ts";

/** An expert of the config whose weights can be changed under its name, as a provider changes a model behind an endpoint. */
export type Switch = { replaceBy(expert: string): void };

/**
 * Opens the planned experts so that from `replaceBy` on one of them answers with another one's file. Name, model and
 * state stay as they were: nothing but its answers tells.
 */
export function switchable<Plan extends { readonly name: string; readonly kind: ExpertKind<unknown> }>(
  plans: readonly Plan[],
  name: string,
): { readonly plans: readonly Plan[]; readonly switched: Switch } {
  const opened = new Map<string, Expert>();
  let other: string | null = null;
  const remember = (kind: ExpertKind<unknown>): ExpertKind<unknown> => ({
    ...kind,
    open(own, options, tools) {
      const expert = kind.open(own, options, tools);
      opened.set(own, expert);
      return own === name ? disguised(expert) : expert;
    },
  });
  const disguised = (expert: Expert): Expert => ({
    ...expert,
    // Getters of the opened expert would be frozen by the spread: what changes while it loads is asked of it.
    get capabilities() {
      return expert.capabilities;
    },
    state: () => expert.state(),
    answer: (options, context) => (opened.get(other ?? name) ?? expert).answer(options, context),
    close: async () => expert.close?.(),
  });
  return {
    plans: plans.map((plan) => ({ ...plan, kind: remember(plan.kind) })),
    switched: {
      replaceBy(expert) {
        other = expert;
      },
    },
  };
}
