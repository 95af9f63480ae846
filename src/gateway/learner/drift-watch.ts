import type { Outcome } from "../../core/outcome.ts";
import type { VerifiedRow } from "../../core/verified-row.ts";
import { DRIFT_RULES } from "../../router/drift/drift-rules.ts";
import {
  type DriftAlarm,
  type DriftTest,
  openDriftTest,
  type VerifiedAnswer,
} from "../../router/drift/drift-test.ts";
import { dealOfDraw } from "../../router/sequential/deal.ts";
import type { Prospect, SequentialPolicy } from "../../router/sequential/sequential-policy.ts";
import { readFeatures } from "./read-features.ts";

export type Drift = {
  /** `null`: what the mixture itself answers has become worse, whoever it is. */
  readonly expert: string | null;
  readonly reason: string;
};

/**
 * Watches every expert of a policy where the policy asks it, and what the policy answers or would have answered, for
 * becoming worse than it predicts. A specialist's failures elsewhere are many, say nothing, and would make its
 * predictions seem exaggerated.
 */
export type DriftWatch = {
  saw(row: VerifiedRow): void;
  alarms(): readonly Drift[];
};

export type Watched = {
  /** What it predicts is fixed with it, so that what changes is the expert. */
  readonly policy: SequentialPolicy;
  readonly version: string;
  /** Watched everywhere: it serves whenever nothing else does. */
  readonly reference: string;
};

export function createDriftWatch({ policy, version, reference }: Watched): DriftWatch {
  const tests = new Map<string | null, DriftTest>();
  const everybody = {
    available: policy.experts.map(() => true),
    costUsd: new Float64Array(policy.experts.length).fill(Number.NaN),
  };

  function observe(expert: string | null, answer: VerifiedAnswer): void {
    const test = tests.get(expert) ?? openDriftTest(DRIFT_RULES);
    tests.set(expert, test);
    test.observe(answer);
  }

  return {
    saw({ outcome, attempt, features: encoded, task, decision, shadowOf }) {
      const expert = attempt?.expert ?? outcome.expert;
      const at = policy.experts.indexOf(expert);
      const right = rightness(outcome);
      // Whoever has a key may give feedback, on any answer: it teaches, but takes nothing back, and no answer counts twice.
      if (outcome.source === "feedback") return;
      if (right === null || (at === -1 && expert !== reference)) return;
      const prospect = {
        ...everybody,
        features: { ...readFeatures(encoded), family: task },
        deal: dealOfDraw(decision.draw),
      };
      const own = shadowOf === null && decision.role === "policy" && decision.policyVersion === version;
      const answers = own || firstAsked(policy, prospect) === at;
      if (!answers && expert !== reference) return;
      // Of a reference that the policy never asks nothing is predicted: what is normal is learnt from its answers.
      const predicted = policy.predict(prospect).success[at] ?? null;
      observe(expert, { right, predicted });
      if (answers) observe(null, { right, predicted });
    },
    alarms() {
      const raised = [...tests].flatMap(([expert, { alarm }]) =>
        alarm === null ? [] : [{ expert, reason: reasonOf(expert, alarm) }],
      );
      const mixtureFell = raised.some(({ expert }) => expert === null);
      return mixtureFell && raised.length === 1 ? [...raised, ...suspects(tests)] : raised;
    },
  };
}

function firstAsked(policy: SequentialPolicy, prospect: Prospect): number | null {
  const step = policy.next(prospect, []);
  return step.type === "ask" ? step.expert : null;
}

/** ln of the odds, 20 to 1, that make an expert the suspect when what it is part of has become worse. */
const SUSPECT_LOG_ODDS = 3;

/** The mixture's answers tell together what those of one expert do not tell yet: the likeliest causes. */
function suspects(tests: ReadonlyMap<string | null, DriftTest>): readonly Drift[] {
  const strengths = [...tests].flatMap(([expert, test]) => {
    const [strongest] = test.state().suspicions.toSorted((one, other) => other.evidence - one.evidence);
    return expert === null || strongest === undefined ? [] : [{ expert, ...strongest }];
  });
  const most = Math.max(SUSPECT_LOG_ODDS, ...strengths.map(({ evidence }) => evidence));
  return strengths
    .filter(({ evidence }) => evidence >= Math.max(SUSPECT_LOG_ODDS, most / 2))
    .map(({ expert, answers, right, expected }) => {
      const shares = { rightShare: right / answers, expectedShare: expected / answers };
      return { expert, reason: reasonOf(expert, { answersSince: answers, ...shares }) };
    });
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
