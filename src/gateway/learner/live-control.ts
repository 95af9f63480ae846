import { type ConfiguredMixture, ledgerControl, REFERENCE_SERVES } from "../ledger-control.ts";
import type { Mixture } from "../mixture.ts";
import type { LearnerStatus, MixtureControl } from "../mixture-control.ts";
import type { Follower } from "./follower.ts";
import type { LearnerWorker } from "./learner-worker.ts";
import type { LiveLearningDeps, Steered } from "./live-learning.ts";

export type Controlled = {
  readonly named: ReadonlyMap<string, Steered>;
  readonly follower: Follower;
  readonly worker: LearnerWorker | null;
};

/** Changes by hand are written first; then what is served, and the learner, follow. */
export function liveControl(deps: LiveLearningDeps, { named, follower, worker }: Controlled): MixtureControl {
  const mixtures = [...deps.mixtures.values()].map(configured);
  const written = ledgerControl({ ...deps, mixtures });
  async function andFollow<Result>(mixture: string, change: () => Promise<Result>): Promise<Result> {
    const result = await follower.afterChange(mixture, change);
    worker?.changed(mixture);
    return result;
  }
  return {
    promote: (change) => andFollow(change.mixture, () => written.promote(change)),
    rollback: (change) => andFollow(change.mixture, () => written.rollback(change)),
    revoke: (change) => andFollow(change.mixture, () => written.revoke(change)),
    import: (change) => andFollow(change.mixture, () => written.import(change)),
    async status(mixture) {
      const status = await written.status(mixture);
      const steering = named.get(mixture)?.steering.serving();
      if (steering === undefined) return status;
      const learner = learnerStatus(mixture, worker);
      // A policy on record that cannot be opened does not serve.
      return steering.role === "reference"
        ? { ...status, learner, serving: { ...REFERENCE_SERVES, reason: steering.reason } }
        : { ...status, learner };
    },
  };
}

function configured({ name, mode, experts, steering, policy }: Mixture): ConfiguredMixture {
  const { objective = null, reference = null } = steering ?? {};
  return { mixture: name, mode, objective, reference, experts, policy: `${policy.name}@${policy.version}` };
}

function learnerStatus(name: string, worker: LearnerWorker | null): LearnerStatus {
  const nothing = { verified: 0, pairs: 0, pairsNeeded: null, learntUs: null };
  if (worker === null) return { ...nothing, state: "off", message: "nothing is learnt in this process" };
  return worker.status(name) ?? { ...nothing, state: "waiting", message: "it has just started" };
}
