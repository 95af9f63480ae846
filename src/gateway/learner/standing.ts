import type { MixtureEvent } from "../../core/mixture-event.ts";
import { servedFrom, type Served } from "../../core/served.ts";

/** A certificate that lapsed says nothing against its policy: new pairs may bring it a new one. */
export const EXPIRED = "expired";

/** What follows from a mixture's events for the learner. */
export type Standing = {
  /** `null`: the reference serves. */
  readonly serving: Served | null;
  /** When the policy that serves was promoted. */
  readonly promotedUs: number;
  /** Policies taken back, by evidence or by hand: the learner does not bring them again. */
  readonly setAside: ReadonlySet<string>;
  /** Verdicts on an expert from before its last change are of another expert. */
  readonly changedUs: ReadonlyMap<string, number>;
  readonly learntUs: number | null;
  /** The last thing learnt was that there is nothing to learn. */
  readonly saidNothing: boolean;
};

export function standingFrom(events: readonly MixtureEvent[]): Standing {
  const setAside = new Set<string>();
  const changedUs = new Map<string, number>();
  let [promotedUs, learntUs, saidNothing]: [number, number | null, boolean] = [0, null, false];
  for (const [index, event] of events.entries()) {
    const before = event.kind === "rolled-back" ? servedFrom(events.slice(0, index)).at(-1) : undefined;
    switch (event.kind) {
      case "promoted":
        promotedUs = event.atUs;
        if (event.policyVersion !== null) setAside.delete(event.policyVersion);
        break;
      case "rolled-back":
        promotedUs = event.atUs;
        if (before !== undefined) setAside.add(before.policyVersion);
        break;
      case "revoked":
        if (event.policyVersion !== null && !event.reason.startsWith(EXPIRED))
          setAside.add(event.policyVersion);
        break;
      case "drift":
        if (event.expert !== null) changedUs.set(event.expert, event.atUs);
        break;
      case "learnt":
        if (event.by !== "learner") break;
        learntUs = event.atUs;
        saidNothing = event.policyVersion === null;
        break;
      case "certified":
      case "learner-failed":
        break;
      default:
        event.kind satisfies never;
    }
  }
  const serving = servedFrom(events).at(-1) ?? null;
  return { serving, promotedUs, setAside, changedUs, learntUs, saidNothing };
}
