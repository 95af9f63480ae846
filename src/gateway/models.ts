import type { Capabilities, ExpertState } from "../experts/expert.ts";
import type { GatewayDeps } from "./gateway-deps.ts";

/** A name a client may put into `model`. */
export type Model = { readonly name: string } & (
  | {
      readonly type: "expert";
      readonly provider: string;
      readonly model: string;
      readonly state: ExpertState;
      readonly capabilities: Capabilities;
    }
  | {
      readonly type: "mixture";
      readonly policy: string;
      readonly experts: readonly string[];
      readonly state: ExpertState;
    }
);

/** Mixtures first: they are what most clients should ask for. */
export function listModels(deps: GatewayDeps): readonly Model[] {
  const experts = deps.experts.list();
  const states = new Map(experts.map((expert) => [expert.name, expert.state()]));
  const mixtures = [...deps.mixtures.values()].map((mixture): Model => {
    const of = mixture.experts.map((name) => states.get(name)?.status);
    return {
      type: "mixture",
      name: mixture.name,
      policy: `${mixture.policy.name}@${mixture.policy.version}`,
      experts: mixture.experts,
      state: mixtureState(of),
    };
  });
  const single = experts.map((expert): Model => ({
    type: "expert",
    name: expert.name,
    provider: expert.provider,
    model: expert.model,
    state: expert.state(),
    capabilities: expert.capabilities,
  }));
  return [...mixtures, ...single];
}

function mixtureState(states: readonly (ExpertState["status"] | undefined)[]): ExpertState {
  if (states.includes("ready")) return { status: "ready" };
  if (states.includes("loading")) return { status: "loading" };
  return { status: "unavailable", reason: "none of its experts can serve" };
}
