import type { Expert } from "../experts/expert.ts";
import { Attempt } from "./attempt.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import type { GatewayState } from "./gateway-state.ts";

type Beginning = {
  readonly deps: GatewayDeps;
  readonly state: GatewayState;
  readonly request: GatewayRequest;
  readonly deadlineUs: number;
  /** Nobody waits for it. */
  readonly shadow?: boolean;
};

/** One more call to an expert: its breaker, its load, its meter and its clock know of it from here on. */
export function beginAttempt(beginning: Beginning, number: number, expert: Expert): Attempt {
  const { deps, state, request, deadlineUs, shadow = false } = beginning;
  state.breakers.of(expert.name).begin();
  return new Attempt({
    number,
    expert,
    startedUs: deps.nowUs(),
    deadlineUs,
    atOnce: !request.stream && expert.wire?.dialect === request.dialect,
    limits: deps.limits,
    client: request.client,
    energy: deps.startEnergy(expert.worksOn),
    ended: state.load.begin(expert.name, shadow),
  });
}
