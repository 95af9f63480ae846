import { AppError } from "../../core/app-error.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Mixture } from "../mixture.ts";
import type { MixtureControl } from "../mixture-control.ts";
import type { Steering } from "../steering/serving.ts";
import { actOnReport } from "./act-on-report.ts";
import { servingFromLedger } from "./follow-ledger.ts";
import { liveControl } from "./live-control.ts";
import type { LearnerPlan } from "./learner-plan.ts";
import { type LearnerEvents, type LearnerWorker, startLearnerWorker } from "./learner-worker.ts";
import type { Report } from "./messages.ts";

export type LiveLearningDeps = {
  readonly mixtures: ReadonlyMap<string, Mixture>;
  readonly ledger: Ledger;
  /** Where the thread opens the ledger to read; `null`: nothing is learnt in this process. */
  readonly location: string | null;
  readonly keyFolder: string;
  /** An expert has drifted: it is to be asked on the side as if it were new. */
  readonly probeAgain: (mixture: string, expert: string) => void;
  readonly nowUs: () => number;
  readonly newId: (prefix: string) => string;
  readonly log: (line: string) => void;
  readonly pollMs?: number;
};

export type LiveLearning = {
  readonly control: MixtureControl;
  /** Ends the learner's thread as a crash would; `null` when there is none. */
  readonly killLearner: (() => Promise<void>) | null;
  close(): Promise<void>;
};

export type Steered = Mixture & { readonly steering: Steering };

const POLL_MS = 1_000;
const DAY_US = 24 * 3600 * 1e6;
const CERTIFICATE_LIFE_US = 7 * DAY_US;
const SEED = 1;

/**
 * Lets every mixture with an objective serve what its events in the ledger say, from the start on and after each change,
 * and learns beside it. With a mixture that has none, nothing runs.
 */
export async function startLiveLearning(deps: LiveLearningDeps): Promise<LiveLearning> {
  const steered = [...deps.mixtures.values()].filter((one): one is Steered => one.steering !== null);
  const named = new Map(steered.map((one) => [one.name, one]));
  const safe = new Map<string, readonly string[]>();

  // One after the other: what was read first must not be served last.
  let followed: Promise<void> = Promise.resolve();
  const follow = (one: Steered): Promise<void> => {
    const next = followed.then(() => followNow(one));
    followed = next.catch(() => undefined);
    return next;
  };

  async function followNow({ name, steering }: Steered): Promise<void> {
    try {
      const serving = await servingFromLedger(deps.ledger, name);
      steering.steer(serving.role === "policy" ? { ...serving, safe: safe.get(name) ?? [] } : serving);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // A policy of another feature version, experts that are gone, a ledger that cannot be read: then the reference.
      steering.steer({ role: "reference", reason: error.message });
      deps.log(`'${name}' serves its reference: ${error.message}`);
    }
  }

  async function act(mixture: string, reports: readonly Report[]): Promise<void> {
    const one = named.get(mixture);
    if (one === undefined) return;
    for (const report of reports) {
      // oxlint-disable-next-line no-await-in-loop -- events are in the order in which things happened
      await actOnReport(deps, mixture, report);
      if (report.type === "drift" && report.expert !== null) deps.probeAgain(mixture, report.expert);
    }
    await follow(one);
  }

  await Promise.all(steered.map(follow));
  const worker = startWorker(deps, steered, {
    act,
    safe(mixture, experts) {
      safe.set(mixture, experts);
      const steering = named.get(mixture)?.steering;
      const serving = steering?.serving();
      if (serving?.role === "policy") steering?.steer({ ...serving, safe: experts });
    },
  });
  return {
    control: liveControl(deps, { named, follow, worker }),
    killLearner: worker === null ? null : () => worker.kill(),
    async close() {
      await worker?.close();
    },
  };
}

function startWorker(
  deps: LiveLearningDeps,
  steered: readonly Steered[],
  heard: Pick<LearnerEvents, "act" | "safe">,
): LearnerWorker | null {
  const { location, keyFolder, pollMs = POLL_MS, log } = deps;
  if (location === null || steered.length === 0) return null;
  const failed = (reason: string): void => {
    for (const { name } of steered) void sayFailed(deps, name, reason);
  };
  return startLearnerWorker(
    { location, keyFolder, pollMs, plans: steered.map(planOf) },
    { ...heard, failed, log },
  );
}

function planOf({ name, experts, steering, mode, callsMax }: Steered): LearnerPlan {
  const { reference, objective } = steering;
  return {
    mixture: name,
    experts,
    reference,
    objective,
    callsMax: mode === "route" ? 1 : callsMax,
    model: null,
    seed: SEED,
    certificateLifeUs: CERTIFICATE_LIFE_US,
  };
}

async function sayFailed(deps: LiveLearningDeps, mixture: string, reason: string): Promise<void> {
  const about = { policyVersion: null, certificate: null, expert: null, by: "learner" };
  const event = { ...about, id: deps.newId("evt"), atUs: deps.nowUs(), mixture };
  await deps.ledger
    .appendEvent({ ...event, kind: "learner-failed", reason })
    .catch((error: unknown) => deps.log(`the learner's failure was not recorded: ${String(error)}`));
}
