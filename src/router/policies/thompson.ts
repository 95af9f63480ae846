import { z } from "zod";
import type { Outcome } from "../../core/outcome.ts";
import { chancesOfBeingBest } from "../best-arm.ts";
import { choose, feasibleArms } from "../choose.ts";
import type { Plan } from "../choose.ts";
import type { Belief } from "../online/task-effects.ts";
import { unknownExpertsError } from "../option-names.ts";
import type { Arm, Policy, PolicyKind } from "../policy.ts";
import { PosteriorTable } from "../posterior-table.ts";

const PLANS_CACHED_MAX = 1_000;
/** Costs are compared in steps of this many success points, so that plans can be reused. */
const PENALTY_STEP = 0.002;
const NANO_USD_PER_USD = 1e9;

const prior = z.object({
  success: z.number().min(0).max(1).describe("Measured share of right answers."),
  weight: z.number().min(0).max(10_000).describe("How many outcomes that measurement counts for."),
});

const options = z.object({
  priors: z
    .record(z.string(), z.record(z.string(), prior))
    .default({})
    .describe('Warm start per expert and task tag, "*" for no task in particular.'),
  usd_per_correct: z
    .number()
    .positive()
    .optional()
    .describe("What one more correct answer is worth in dollars; without it cost plays no part."),
  forget: z
    .number()
    .min(0.5)
    .max(1)
    .default(1)
    .describe("Weight earlier outcomes keep when a new one arrives: 1 forgets nothing, 0.999 follows drift."),
  exploration: z
    .number()
    .min(0.01)
    .max(2)
    .default(0.4)
    .describe(
      "Doubt of a well-known expert is multiplied by this: 1 is Thompson sampling proper, less explores less.",
    ),
});

type Options = z.infer<typeof options>;

/** An expert with this many outcomes is half known. */
const UNKNOWN_OUTCOMES = 10;

/**
 * Thompson sampling on what is believed of each expert on each task tag, where experts, tasks and outcomes inform each
 * other (`online/task-effects.ts`), with doubt reduced (posterior reshaping: Chapelle & Li, NeurIPS 2011). The utility of an expert is its chance of a correct
 * answer less predicted cost ÷ `usd_per_correct`. Instead of sampling utilities, the chance of each expert to have the
 * largest one is computed and the choice drawn from these chances: the same distribution, with exact propensities.
 */
export const thompson: PolicyKind<Options> = {
  kind: "thompson",
  summary: "learns from verified outcomes which expert is best per task, exploring as long as it is unsure",
  options,
  open(given, mixture) {
    const unknown = unknownExpertsError("priors", Object.keys(given.priors), mixture);
    if (unknown !== null) throw unknown;
    const table = new PosteriorTable(mixture.experts, { keep: given.forget });
    for (const [expert, tasks] of Object.entries(given.priors)) {
      for (const [task, { success, weight }] of Object.entries(tasks)) {
        table.add(expert, task === "*" ? undefined : task, {
          right: success * weight,
          wrong: (1 - success) * weight,
        });
      }
    }
    return openWith(table, { usdPerCorrect: given.usd_per_correct ?? null, exploration: given.exploration });
  },
};

type Weighing = { readonly usdPerCorrect: number | null; readonly exploration: number };

function openWith(table: PosteriorTable, { usdPerCorrect, exploration }: Weighing): Policy {
  const name = "thompson";
  const version = "2";
  // The plans of the current state; whatever is learnt shifts every task's posterior a little and voids them.
  const plans = new Map<string, Plan>();
  let learnt = 0;
  return {
    name,
    version,
    decide(input) {
      const feasible = feasibleArms(input);
      const { task } = input.features;
      const penalties = penaltiesOf(feasible, usdPerCorrect);
      const key = planKey(task, feasible, penalties);
      let plan = plans.get(key);
      if (plan === undefined) {
        plan = planFor({
          beliefs: feasible.map((arm) => table.belief(arm.expert, task)),
          doubts: feasible.map((arm) => doubtShare(table.evidence(arm.expert), exploration)),
          penalties,
        });
        if (plans.size >= PLANS_CACHED_MAX) plans.clear();
        plans.set(key, plan);
      }
      return choose({ name, version: `${version}+${learnt}` }, input, plan);
    },
    learn(outcome) {
      const right = shareRight(outcome);
      if (right === null || !table.learn(outcome.expert, outcome.task, right)) return;
      learnt += 1;
      plans.clear();
    },
    restore(counts) {
      for (const { task, expert, right, wrong } of counts) {
        if (table.restore(expert, task, { right, wrong })) learnt += right + wrong;
      }
      plans.clear();
    },
  };
}

/** How much of the variance counts: all of it for an expert nothing is known of, exploration² for a well-known one. */
function doubtShare(outcomes: number, exploration: number): number {
  const unknown = UNKNOWN_OUTCOMES / (UNKNOWN_OUTCOMES + outcomes);
  return exploration ** 2 * (1 - unknown) + unknown;
}

/** A verdict counts as one outcome, a score without a verdict as a share of one, neither as nothing. */
function shareRight(outcome: Outcome): number | null {
  if (outcome.correct !== null) return Number(outcome.correct);
  return outcome.score === null ? null : Math.min(1, Math.max(0, outcome.score));
}

/** In success points. An expert whose cost is unknown is taken to cost what the known ones do on average. */
function penaltiesOf(arms: readonly Arm[], usdPerCorrect: number | null): readonly number[] {
  if (usdPerCorrect === null) return [];
  const nanoUsdPerCorrect = usdPerCorrect * NANO_USD_PER_USD;
  const known = arms.flatMap((arm) => arm.predictedCostNanoUsd ?? []);
  const average = known.reduce((sum, cost) => sum + cost, 0) / Math.max(1, known.length);
  return arms.map((arm) => {
    const points = (arm.predictedCostNanoUsd ?? average) / nanoUsdPerCorrect;
    return Math.round(points / PENALTY_STEP) * PENALTY_STEP;
  });
}

function planKey(task: string | null, arms: readonly Arm[], penalties: readonly number[]): string {
  let key = task === null ? "" : `=${task}`;
  for (const [index, arm] of arms.entries()) key += `\n${arm.expert}\t${penalties[index] ?? ""}`;
  return key;
}

type Believed = {
  readonly beliefs: readonly Belief[];
  /** What part of each belief's variance counts. */
  readonly doubts: readonly number[];
  readonly penalties: readonly number[];
};

function planFor({ beliefs, doubts, penalties }: Believed): Plan {
  const utilities = beliefs.map(({ mean, variance }, index) => ({
    mean: mean - (penalties[index] ?? 0),
    deviation: Math.sqrt(variance * (doubts[index] ?? 1)),
  }));
  const fallbacks = [...utilities.keys()].toSorted(
    (left, right) => (utilities[right]?.mean ?? 0) - (utilities[left]?.mean ?? 0),
  );
  return {
    probabilities: chancesOfBeingBest(utilities),
    predictedSuccess: beliefs.map(({ mean }) => mean),
    fallbacks,
  };
}
