import type { Policy } from "../router/policy.ts";
import type { ShadowPlan } from "./shadow/shadow-plan.ts";
import type { Steering } from "./steering/serving.ts";

/** A named set of experts with the policy that chooses among them, exposed to clients as a model name. */
export type Mixture = {
  readonly name: string;
  readonly experts: readonly string[];
  readonly policy: Policy;
  /** `route`: one expert answers and streams straight through; `cascade`: answers are held back until one stands. */
  readonly mode: "route" | "cascade";
  /** Answers asked for at most in a cascade. */
  readonly callsMax: number;
  /** Only with an objective: then a learner decides what is served. */
  readonly steering: Steering | null;
  /** How the other experts are asked on the side, `null` when they are not. */
  readonly shadow: ShadowPlan | null;
};

/** A mixture that only routes, by a policy of its own. */
export function routed({ name, experts, policy }: Pick<Mixture, "name" | "experts" | "policy">): Mixture {
  return { name, experts, policy, mode: "route", callsMax: 1, steering: null, shadow: null };
}
