import type { Outcome } from "../../core/outcome.ts";
import type { VerifiedRow } from "../../core/verified-row.ts";
import { DRIFT_RULES } from "../../router/drift/drift-rules.ts";
import { type DriftAlarm, type DriftTest, openDriftTest } from "../../router/drift/drift-test.ts";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";
import { readFeatures } from "./read-features.ts";

export type Drift = {
  /** `null`: what the mixture itself answers has become worse, whoever it is. */
  readonly expert: string | null;
  readonly reason: string;
};

/** Watches every expert of a policy, and what the policy itself answers, for becoming worse than it predicts. */
export type DriftWatch = {
  saw(row: VerifiedRow): void;
  alarms(): readonly Drift[];
};

/** What a policy predicts is fixed with it, so that what changes is the expert. */
export function createDriftWatch(policy: SequentialPolicy, version: string): DriftWatch {
  const tests = new Map<string | null, DriftTest>();
  const nobody = {
    available: policy.experts.map(() => true),
    costUsd: new Float64Array(policy.experts.length).fill(Number.NaN),
  };

  function observe(expert: string | null, answer: { right: boolean; predicted: number }): void {
    const test = tests.get(expert) ?? openDriftTest(DRIFT_RULES);
    tests.set(expert, test);
    test.observe(answer);
  }

  return {
    saw({ outcome, attempt, features: encoded, task, decision, shadowOf }) {
      const expert = attempt?.expert ?? outcome.expert;
      const at = policy.experts.indexOf(expert);
      const right = rightness(outcome);
      if (right === null || at === -1) return;
      const features = { ...readFeatures(encoded), family: task };
      const predicted = policy.predict({ ...nobody, features }).success[at] ?? Number.NaN;
      if (Number.isNaN(predicted)) return;
      observe(expert, { right, predicted });
      const own = shadowOf === null && decision.role === "policy" && decision.policyVersion === version;
      if (own) observe(null, { right, predicted });
    },
    alarms() {
      const mixtureFell = (tests.get(null)?.alarm ?? null) !== null;
      return [...tests].flatMap(([expert, test]) => {
        const alarm = test.alarm ?? (mixtureFell ? suspicion(test) : null);
        return alarm === null ? [] : [{ expert, reason: reasonOf(expert, alarm) }];
      });
    },
  };
}

/** ln of the odds, 20 to 1, that make an expert the suspect when what it is part of has become worse. */
const SUSPECT_LOG_ODDS = 3;

/** The mixture's answers tell together what those of one expert do not tell yet. */
function suspicion(test: DriftTest): DriftAlarm | null {
  const [strongest] = test.state().suspicions.toSorted((one, other) => other.evidence - one.evidence);
  if (strongest === undefined || strongest.evidence < SUSPECT_LOG_ODDS) return null;
  const { answers, right, expected } = strongest;
  return { answersSince: answers, rightShare: right / answers, expectedShare: expected / answers };
}

/** An answer that its check could not read is as good as none. One that never came is an outage, not another expert. */
function rightness({ correct, verifierVersion }: Outcome): boolean | null {
  return correct === null && verifierVersion === null ? null : correct === true;
}

function reasonOf(expert: string | null, { answersSince, rightShare, expectedShare }: DriftAlarm): string {
  const who = expert ?? "the mixture";
  return `${who} is right in ${percent(rightShare)} of its last ${answersSince} answers, ${percent(expectedShare)} were expected`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
