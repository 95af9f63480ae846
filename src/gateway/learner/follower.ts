import { AppError } from "../../core/app-error.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Definitions } from "../fits-config.ts";
import { newestServingEvent } from "../read-events.ts";
import { type Acting, actOnReport } from "./act-on-report.ts";
import { servingFromLedger } from "./follow-ledger.ts";
import type { Steered } from "./live-learning.ts";
import type { Reports } from "./messages.ts";

export type FollowerDeps = Omit<Acting, "ledger"> & {
  readonly ledger: Ledger;
  readonly named: ReadonlyMap<string, Steered>;
  readonly definitions: Definitions;
  /** An expert has drifted: it is to be asked on the side as if it were new. */
  readonly probeAgain: (mixture: string, expert: string) => void;
  readonly log: (line: string) => void;
};

/** Lets mixtures serve what the ledger says. One thing at a time: what was read first is not served last. */
export type Follower = {
  follow(mixture: string): Promise<void>;
  /** A change by hand and what follows from it. */
  afterChange<Result>(mixture: string, change: () => Promise<Result>): Promise<Result>;
  act(reports: Reports): Promise<void>;
  /** Follows what others wrote to the ledger, and tries again what failed; returns those that changed. */
  catchUp(): Promise<readonly string[]>;
  safe(mixture: string, experts: readonly string[]): void;
  /** Resolves when everything that has begun is over. */
  idle(): Promise<void>;
};

/** Of these the learner has to know the latest word before it says them. */
const CHANGES_WHAT_SERVES: ReadonlySet<string> = new Set(["certified", "promote", "revoke"]);

export function createFollower(deps: FollowerDeps): Follower {
  const { ledger, named, log } = deps;
  const safe = new Map<string, readonly string[]>();
  /** The newest event that was followed; absent as long as one could not be. */
  const followed = new Map<string, string | null>();

  const turns = oneAtATime();

  async function followNow(mixture: string): Promise<void> {
    const one = named.get(mixture);
    if (one === undefined) return;
    const { steering, experts } = one;
    const wanted = { experts, reference: steering.reference, objective: steering.objective };
    followed.delete(mixture);
    try {
      const newest = await newestServingEvent(ledger, mixture);
      const serving = await servingFromLedger(ledger, {
        mixture,
        wanted,
        definitions: deps.definitions,
        nowUs: deps.nowUs(),
      });
      followed.set(mixture, newest);
      steering.steer(serving.role === "policy" ? { ...serving, safe: safe.get(mixture) ?? [] } : serving);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // A policy of another feature version, experts that are gone, a ledger that cannot be read: then the reference.
      steering.steer({ role: "reference", reason: error.message });
      log(`'${mixture}' serves its reference: ${error.message}`);
    }
  }

  async function actNow({ mixture, reports, restsOn }: Reports): Promise<void> {
    if (!named.has(mixture)) return;
    // A person was quicker, or another server: the learner hears of it and thinks again.
    const changes = reports.some(({ type }) => CHANGES_WHAT_SERVES.has(type));
    if (changes && (await newestServingEvent(ledger, mixture)) !== restsOn) return;
    for (const report of reports) {
      // oxlint-disable-next-line no-await-in-loop -- events are in the order in which things happened
      await actOnReport(deps, mixture, report);
      if (report.type === "drift" && report.expert !== null) deps.probeAgain(mixture, report.expert);
    }
    await followNow(mixture);
  }

  async function catchUpWith(mixture: string): Promise<boolean> {
    const newest = await newestServingEvent(ledger, mixture);
    if (followed.get(mixture) === newest) return false;
    await followNow(mixture);
    return true;
  }

  return {
    follow: (mixture) => turns.inTurn(() => followNow(mixture)),
    afterChange: (mixture, change) =>
      turns.inTurn(async () => {
        const result = await change();
        await followNow(mixture);
        return result;
      }),
    act: (reports) => turns.inTurn(() => actNow(reports)),
    catchUp: () =>
      turns.inTurn(async () => {
        const changed: string[] = [];
        // oxlint-disable-next-line no-await-in-loop -- a few, one small question each
        for (const mixture of named.keys()) if (await catchUpWith(mixture)) changed.push(mixture);
        return changed;
      }),
    safe(mixture, experts) {
      safe.set(mixture, experts);
      const steering = named.get(mixture)?.steering;
      const serving = steering?.serving();
      if (serving?.role === "policy") steering?.steer({ ...serving, safe: experts });
    },
    idle: turns.idle,
  };
}

function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
      const next = last.then(task);
      last = next.catch(() => undefined);
      return next;
    },
    idle: async () => void (await last),
  };
}
