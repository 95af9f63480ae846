import { z } from "zod";
import { combine, fitCombination } from "./combination.ts";
import type { Combination } from "./combination.ts";
import { scoresOf } from "./expert-means.ts";
import { decodeFloats, encodeFloats, floatBlock, invalidState, parseState } from "./float-block.ts";
import { foldsOf, sampleRows } from "./folds.ts";
import type { Learner, PreparedLearner, Scorer } from "./learner.ts";
import type { SuccessModel, SuccessModelKind, TrainingRows } from "./success-model.ts";

const FOLDS = 3;
/** Rows that settings are compared on; their order of merit is clear from fewer rows than weights need. */
const TUNING_ROWS_MAX = 1_000;
/** Rows that weights and calibration are learnt on, and that are predicted by fits that have not seen them. */
const LEFT_OUT_ROWS_MAX = 6_000;
/** Rows that the learners themselves learn from; beyond it they gain nothing that is worth the wait. */
const TRAINING_ROWS_MAX = 10_000;
const EXPERTS_MAX = 1_000;

const schema = z.strictObject({
  experts: z.int().min(1).max(EXPERTS_MAX),
  learners: z.array(z.strictObject({ kind: z.string(), state: z.unknown() })),
  weights: floatBlock,
});

/**
 * A success model from learners: predictions for left-out rows choose each one's setting, then how they are weighed and
 * calibrated (stacked generalisation, Wolpert 1992). With one learner that is its calibration.
 */
export function stackOf(
  named: { readonly kind: string; readonly summary: string },
  learners: readonly Learner[],
): SuccessModelKind {
  return {
    ...named,
    fit: (training) => fitStack(learners, training).model,
    fitLeftOut: (training) => fitStack(learners, training),
    restore(state) {
      const { experts, learners: states, weights } = parseState(schema, state);
      if (states.map(({ kind }) => kind).join() !== learners.map(({ kind }) => kind).join())
        throw invalidState(`'${named.kind}' is not made of ${states.map(({ kind }) => kind).join(", ")}`);
      return modelOf({
        learners,
        scorers: learners.map((learner, at) => learner.restore(states[at]!.state, experts)),
        combination: { experts, weights: decodeFloats(weights, experts * (learners.length + 1)) },
        experts,
      });
    },
  };
}

function fitStack(
  learners: readonly Learner[],
  training: TrainingRows,
): { readonly model: SuccessModel; readonly leftOut: Float64Array } {
  const { table, seed } = training;
  const experts = table.experts.length;
  const settings = learners.map((learner) => bestSetting(learner, training));
  const { combination, leftOut } = leftOutCombination(learners, settings, training);
  const rows = sampleRows(training.rows, TRAINING_ROWS_MAX, seed);
  const scorers = learners.map((learner, at) =>
    learner.prepare({ table, rows, seed }).fit(positionsOf(rows))(settings[at]!).scorer(),
  );
  return { model: modelOf({ learners, scorers, combination, experts }), leftOut };
}

type Parts = {
  readonly learners: readonly Learner[];
  readonly scorers: readonly Scorer[];
  readonly combination: Combination;
  readonly experts: number;
};

function modelOf({ learners, scorers, combination, experts }: Parts): SuccessModel {
  const scores = scorers.map(() => new Float64Array(experts));
  return {
    predict(features, into) {
      for (let at = 0; at < scorers.length; at++) scorers[at]!.score(features, scores[at]!);
      combine(combination, scores, into);
    },
    state: () => ({
      experts,
      learners: scorers.map((scorer, at) => ({ kind: learners[at]!.kind, state: scorer.state() })),
      weights: encodeFloats(combination.weights),
    }),
  };
}

/** The setting whose calibrated predictions of left-out rows have the least squared error. */
function bestSetting(learner: Learner, { table, rows, seed }: TrainingRows): number {
  if (learner.settings === 1) return 0;
  const sample: TrainingRows = { table, rows: sampleRows(rows, TUNING_ROWS_MAX, seed), seed };
  const prepared = learner.prepare(sample);
  const target = scoresOf(sample);
  const experts = table.experts.length;
  let best = 0;
  let least = Infinity;
  const all = leftOutScores(
    prepared,
    sample,
    Array.from({ length: learner.settings }, (_, setting) => setting),
  );
  for (let setting = 0; setting < learner.settings; setting++) {
    const scores = [all[setting]!];
    const predicted = new Float64Array(target.length);
    combine(fitCombination({ experts, scores, target }), scores, predicted);
    const error = squaredError(predicted, target);
    if (error < least) [best, least] = [setting, error];
  }
  return best;
}

function leftOutCombination(
  learners: readonly Learner[],
  settings: readonly number[],
  { table, rows, seed }: TrainingRows,
): { readonly combination: Combination; readonly leftOut: Float64Array } {
  const experts = table.experts.length;
  const sample: TrainingRows = { table, rows: sampleRows(rows, LEFT_OUT_ROWS_MAX, seed), seed };
  const scores = learners.map(
    (learner, at) => leftOutScores(learner.prepare(sample), sample, [settings[at]!])[0]!,
  );
  const combination = fitCombination({ experts, scores, target: scoresOf(sample) });
  const predicted = new Float64Array(sample.rows.length * experts);
  combine(combination, scores, predicted);
  const leftOut = new Float64Array(rows.length * experts).fill(Number.NaN);
  const position = new Map(Array.from(rows, (row, at) => [row, at]));
  sample.rows.forEach((row, at) => {
    leftOut.set(predicted.subarray(at * experts, (at + 1) * experts), position.get(row)! * experts);
  });
  return { combination, leftOut };
}

/** Per setting, scores of all rows, each by a fit that has not seen it; row-major. */
function leftOutScores(
  prepared: PreparedLearner,
  { table, rows, seed }: TrainingRows,
  settings: readonly number[],
): readonly Float64Array[] {
  const experts = table.experts.length;
  const fold = foldsOf(table, rows, { folds: FOLDS, seed });
  const positions = positionsOf(rows);
  const scores = settings.map(() => new Float64Array(rows.length * experts));
  for (let left = 0; left < FOLDS; left++) {
    const out = positions.filter((at) => fold[at] === left);
    const finish = prepared.fit(positions.filter((at) => fold[at] !== left));
    settings.forEach((setting, index) => {
      const part = finish(setting).scoreRows(out);
      out.forEach((row, at) => {
        scores[index]!.set(part.subarray(at * experts, (at + 1) * experts), row * experts);
      });
    });
  }
  return scores;
}

function squaredError(predicted: Float64Array, target: Float64Array): number {
  return target.reduce(
    (sum, right, at) => (Number.isNaN(right) ? sum : sum + (predicted[at]! - right) ** 2),
    0,
  );
}

function positionsOf(rows: Int32Array): Int32Array {
  return Int32Array.from(rows.keys());
}
