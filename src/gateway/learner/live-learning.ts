import type { Ledger } from "../../ledger/ledger.ts";
import type { Definitions } from "../fits-config.ts";
import type { Mixture } from "../mixture.ts";
import type { MixtureControl } from "../mixture-control.ts";
import type { Steering } from "../steering/serving.ts";
import { createFollower, type Follower } from "./follower.ts";
import { liveControl } from "./live-control.ts";
import type { LearnerPlan } from "./learner-plan.ts";
import { obeyConfig } from "./obey-config.ts";
import { type LearnerWorker, startLearnerWorker } from "./learner-worker.ts";

export type LiveLearningDeps = {
  readonly mixtures: ReadonlyMap<string, Mixture>;
  readonly ledger: Ledger;
  /** Where the thread opens the ledger to read; `null`: nothing is learnt in this process. */
  readonly location: string | null;
  readonly keyFolder: string;
  /** An expert has drifted: it is to be asked on the side as if it were new. */
  readonly probeAgain: (mixture: string, expert: string) => void;
  /** What the config says each expert is. */
  readonly definitions: Definitions;
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
const CATCH_UP_MS = 2_000;
const ONE_LEARNS =
  "if several servers share this ledger, each of them learns: they find the same twice, and certificates come later than with one";
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
  if (deps.location !== null) await Promise.all(steered.map((one) => obey(deps, one)));
  const follower = createFollower({ ...deps, named });
  await Promise.all(steered.map(({ name }) => follower.follow(name)));
  const worker = startWorker(deps, steered, follower);
  const stopCatchingUp = steered.length === 0 ? () => undefined : keepCatchingUp(deps, follower, worker);
  return {
    control: liveControl(deps, { named, follower, worker }),
    killLearner: worker === null ? null : () => worker.kill(),
    async close() {
      stopCatchingUp();
      await worker?.close();
      await follower.idle();
    },
  };
}

async function obey(deps: LiveLearningDeps, { name, experts, steering }: Steered): Promise<void> {
  const { reference, objective } = steering;
  const changed = await obeyConfig(deps, name, { experts, reference, objective });
  for (const expert of changed) {
    deps.log(`'${name}': ${expert} was redefined in the config; what was known of it is forgotten`);
    deps.probeAgain(name, expert);
  }
}

/** What another server, or a command beside this one, wrote to the same ledger is obeyed here too. */
function keepCatchingUp({ log }: LiveLearningDeps, follower: Follower, worker: LearnerWorker | null) {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    follower
      .catchUp()
      .then((changed) => changed.forEach((mixture) => worker?.changed(mixture)))
      .catch((error: unknown) => log(`what mixtures serve could not be read: ${String(error)}`))
      .finally(() => (busy = false));
  }, CATCH_UP_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function startWorker(
  deps: LiveLearningDeps,
  steered: readonly Steered[],
  follower: Follower,
): LearnerWorker | null {
  const { location, keyFolder, pollMs = POLL_MS, log } = deps;
  if (location === null || steered.length === 0) return null;
  if (/^postgres(ql)?:/u.test(location)) log(ONE_LEARNS);
  const failed = (reason: string): void => {
    for (const { name } of steered) void sayFailed(deps, name, reason);
  };
  return startLearnerWorker(
    { location, keyFolder, pollMs, plans: steered.map(planOf) },
    { act: (reports) => follower.act(reports), safe: (...news) => follower.safe(...news), failed, log },
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
