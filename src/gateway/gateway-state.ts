import { CircuitBreakers } from "./circuit-breakers.ts";
import { Conversations } from "./conversations.ts";
import { ExpertLoad } from "./expert-load.ts";
import { HeldBytes } from "./held-bytes.ts";
import type { GatewayLimits } from "./limits.ts";
import { ObservedCosts } from "./observed-costs.ts";

/** What the gateway remembers from one request to the next. */
export type GatewayState = {
  readonly breakers: CircuitBreakers;
  readonly costs: ObservedCosts;
  readonly load: ExpertLoad;
  readonly conversations: Conversations;
  readonly held: HeldBytes;
};

export function emptyState({ breakerFailures, breakerOpenMs, heldBytesMax }: GatewayLimits): GatewayState {
  return {
    breakers: new CircuitBreakers({ failures: breakerFailures, openMs: breakerOpenMs }),
    costs: new ObservedCosts(),
    load: new ExpertLoad(),
    conversations: new Conversations(),
    held: new HeldBytes(heldBytesMax),
  };
}
