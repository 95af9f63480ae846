import type { Decision } from "../../core/decision.ts";

/** How the reason of a shadow run's decision begins: drawn ones are a fair sample of the traffic, probes are not. */
export const SHADOW_DRAWN = "shadow: drawn";
export const SHADOW_PROBE = "shadow: probe";

const ASKED = "; asked beside it: ";

/** A step of the client's own request: whoever reads it knows whose answers to wait for. */
export function asideStep(reason: string, experts: readonly string[]): string {
  return `${reason}${ASKED}${experts.join(", ")}`;
}

/** Who was asked beside a client's request; nobody when that was not said. */
export function askedAside({ steps }: Pick<Decision, "steps">): readonly string[] {
  const step = steps.find((each) => each.startsWith(SHADOW_DRAWN) || each.startsWith(SHADOW_PROBE));
  return step?.split(ASKED)[1]?.split(", ") ?? [];
}
