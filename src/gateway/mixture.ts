import type { Policy } from "../router/policy.ts";

/** A named set of experts with the policy that chooses among them, exposed to clients as a model name. */
export type Mixture = {
  readonly name: string;
  readonly experts: readonly string[];
  readonly policy: Policy;
};
