import type { MixtureEvent } from "../../core/mixture-event.ts";
import { servedFrom, type Served } from "../../core/served.ts";

/** A certificate that lapsed says nothing against its policy: new pairs may bring it a new one. */
export const EXPIRED = "expired";

/** What follows from a mixture's events for the learner. */
export type Standing = {
  /** `null`: the reference serves. */
  readonly serving: Served | null;
  /** Policies taken back, by evidence or by hand: the learner does not bring them again. */
  readonly setAside: ReadonlySet<string>;
  /** Verdicts on an expert from before its last change are of another expert. */
  readonly changedUs: ReadonlyMap<string, number>;
  /** When the mixture as a whole was last found worse than predicted; 0: never. */
  readonly fellUs: number;
  readonly learntUs: number | null;
  /** The last thing learnt was that there is nothing to learn. */
  readonly saidNothing: boolean;
};

export function standingFrom(events: readonly MixtureEvent[]): Standing {
  const drifts = events.filter(({ kind }) => kind === "drift");
  const changes = drifts.flatMap(({ expert, atUs }) => (expert === null ? [] : [[expert, atUs] as const]));
  const learnt = events.findLast(({ kind, by }) => kind === "learnt" && by === "learner");
  return {
    serving: servedFrom(events).at(-1) ?? null,
    setAside: setAside(events),
    changedUs: new Map(changes),
    fellUs: drifts.findLast(({ expert }) => expert === null)?.atUs ?? 0,
    learntUs: learnt?.atUs ?? null,
    saidNothing: learnt?.policyVersion === null,
  };
}

/**
 * What was taken back. Rolled back by hand, promoting it again lifts that; a revoked certificate stays the last word
 * on its policy's evidence: promoted by hand it serves, but the pairs that were revoked do not certify it once more.
 */
function setAside(events: readonly MixtureEvent[]): ReadonlySet<string> {
  const revoked = new Set<string>();
  const rolledBack = new Set<string>();
  for (const [index, { kind, policyVersion, reason }] of events.entries()) {
    if (kind === "promoted" && policyVersion !== null) rolledBack.delete(policyVersion);
    if (kind === "revoked" && policyVersion !== null && !reason.startsWith(EXPIRED))
      revoked.add(policyVersion);
    if (kind !== "rolled-back") continue;
    const before = servedFrom(events.slice(0, index)).at(-1);
    if (before !== undefined) rolledBack.add(before.policyVersion);
  }
  return revoked.union(rolledBack);
}
