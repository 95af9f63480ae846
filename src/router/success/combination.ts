import { solveSymmetric } from "../../statistics/solve-symmetric.ts";
import { logistic } from "./log-odds.ts";

/**
 * P = logistic(intercept_k + Σ weight_kb · score_b): calibrates one learner's scores (Platt 1999) and weighs several. All experts
 * weigh the learners alike up to a slope of their own, or the difference between two experts would be noise of weights.
 */
export type Combination = {
  readonly experts: number;
  /** Row-major, one intercept and then one weight per learner. */
  readonly weights: Float32Array;
};

export type ScoredOutcomes = {
  readonly experts: number;
  /** Per learner, from fits that have not seen the row; row-major. */
  readonly scores: readonly Float64Array[];
  /** Share right, NaN where unknown. */
  readonly target: Float64Array;
};

/**
 * What is believed before: equal weights that sum to 1, then no intercept and a slope of 1; in units of the likelihood's
 * curvature. Averages are hard to beat, so it takes thousands of outcomes to weigh learners unlike.
 */
const WEIGHT_STRENGTH = 20;
const SLOPE_STRENGTH = 5;
/** In log-odds: what left-out predictions of one constant differ by, from fold to fold. */
const DEVIATION_MIN = 0.15;
const STEPS_MAX = 20;
const STEP_MAX = 1;

/** A learner that would count against itself is left out, never turned round. */
export function fitCombination(rows: ScoredOutcomes): Combination {
  const { experts, target, scores } = rows;
  const shared = sharedWeights(rows);
  const mixed = target.map((_, at) => scores.reduce((sum, score, b) => sum + shared[b]! * score[at]!, 0));
  const weights = new Float32Array(experts * (scores.length + 1));
  for (let expert = 0; expert < experts; expert++) {
    const own = { target: column(target, expert, experts), inputs: [column(mixed, expert, experts)] };
    const [intercept, slope] = fitLogistic({ ...own, prior: [1], strength: SLOPE_STRENGTH });
    weights.set(
      [intercept!, ...shared.map((weight) => Math.max(0, slope!) * weight)],
      expert * (scores.length + 1),
    );
  }
  return { experts, weights };
}

function sharedWeights({ experts, scores, target }: ScoredOutcomes): readonly number[] {
  let kept = [...scores.keys()].filter((b) => tellsApart(scores[b]!, experts));
  if (kept.length === 0) return scores.map(() => 1 / scores.length);
  for (;;) {
    const inputs = kept.map((b) => scores[b]!);
    const [, ...weights] = fitLogistic({
      target,
      inputs,
      prior: kept.map(() => 1 / kept.length),
      strength: WEIGHT_STRENGTH,
    });
    const least = Math.min(...weights);
    if (kept.length < 2 || least >= 0)
      return scores.map((_, b) => Math.max(0, weights[kept.indexOf(b)] ?? 0));
    kept = kept.filter((_, at) => weights[at]! > least);
  }
}

type Regression = {
  readonly target: Float64Array;
  readonly inputs: readonly Float64Array[];
  readonly prior: readonly number[];
  readonly strength: number;
};

/** Intercept and one weight per input, by Newton's method on the penalised likelihood. */
function fitLogistic(regression: Regression): Float64Array {
  const prior = [0, ...regression.prior];
  const weights = Float64Array.from(prior);
  for (let step = 0; step < STEPS_MAX; step++) {
    const { gradient, curvature } = slopes(regression, weights);
    prior.forEach((believed, at) => {
      gradient[at]! -= regression.strength * (weights[at]! - believed);
      curvature[at * prior.length + at]! += regression.strength;
    });
    solveSymmetric(curvature, [gradient]);
    const longest = Math.max(...gradient.map(Math.abs));
    const shorten = Math.min(1, STEP_MAX / longest);
    gradient.forEach((change, at) => (weights[at]! += shorten * change));
    if (longest < 1e-6) break;
  }
  return weights;
}

function slopes({ target, inputs }: Regression, weights: Float64Array) {
  const width = weights.length;
  const gradient = new Float64Array(width);
  const curvature = new Float64Array(width * width);
  const input = new Float64Array(width).fill(1);
  target.forEach((right, row) => {
    if (Number.isNaN(right)) return;
    let sum = weights[0]!;
    for (let at = 1; at < width; at++) {
      input[at] = inputs[at - 1]![row]!;
      sum += weights[at]! * input[at]!;
    }
    const chance = logistic(sum);
    const bend = chance * (1 - chance);
    for (let at = 0; at < width; at++) {
      gradient[at]! += (right - chance) * input[at]!;
      for (let to = 0; to <= at; to++) curvature[at * width + to]! += bend * input[at]! * input[to]!;
    }
  });
  return { gradient, curvature };
}

function column(matrix: Float64Array, at: number, width: number): Float64Array {
  return Float64Array.from({ length: matrix.length / width }, (_, row) => matrix[row * width + at]!);
}

/** Whether a learner tells questions apart at all: a table of one family does not. */
function tellsApart(score: Float64Array, experts: number): boolean {
  let deviations = 0;
  for (let expert = 0; expert < experts; expert++) {
    const own = column(score, expert, experts);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    deviations += Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length);
  }
  return deviations / experts > DEVIATION_MIN;
}

/** Writes P(right) per expert from the learners' scores of one question (or of many, row-major). */
export function combine(
  { experts, weights }: Combination,
  scores: readonly Float64Array[],
  into: Float64Array,
): void {
  const width = scores.length + 1;
  for (let at = 0; at < into.length; at++) {
    const base = (at % experts) * width;
    let sum = weights[base]!;
    for (let i = 1; i < width; i++) sum += weights[base + i]! * scores[i - 1]![at]!;
    into[at] = logistic(sum);
  }
}
