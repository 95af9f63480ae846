import { solveSymmetric } from "../sequential/solve-symmetric.ts";
import { logistic } from "./log-odds.ts";

/** P = logistic(intercept + Σ weight · score), each expert for itself: calibrates one score (Platt 1999) and weighs several. */
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

/** Equal weights that sum to 1 hold until so much evidence (in nats' curvature) says otherwise. */
const PRIOR_WEIGHT = 5;
const PRIOR_INTERCEPT = 1;
/** In log-odds: what left-out predictions of one constant differ by, from fold to fold. */
const DEVIATION_MIN = 0.05;
const STEPS_MAX = 20;
const STEP_MAX = 1;

/** Newton's method on the penalised likelihood. A score that would count against itself is left out, never turned round. */
export function fitCombination(rows: ScoredOutcomes): Combination {
  const width = rows.scores.length + 1;
  const weights = new Float32Array(rows.experts * width);
  for (let expert = 0; expert < rows.experts; expert++) {
    const kept = rows.scores.map((score) => tellsApart(rows, score, expert));
    let own = fitExpert(rows, expert, kept);
    for (let harmful = own.indexOf(Math.min(...own.subarray(1)), 1); own[harmful]! < 0;) {
      kept[harmful - 1] = false;
      own = fitExpert(rows, expert, kept);
      harmful = own.indexOf(Math.min(...own.subarray(1)), 1);
    }
    weights.set(own, expert * width);
  }
  return { experts: rows.experts, weights };
}

/** Whether a score differs between questions at all: a table of one family does not. */
function tellsApart({ experts, target }: ScoredOutcomes, score: Float64Array, expert: number): boolean {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let cell = expert; cell < target.length; cell += experts) {
    count += 1;
    sum += score[cell]!;
    squares += score[cell]! ** 2;
  }
  return squares / count - (sum / count) ** 2 > DEVIATION_MIN ** 2;
}

function fitExpert(rows: ScoredOutcomes, expert: number, kept: readonly boolean[]): Float64Array {
  const width = rows.scores.length + 1;
  const weights = new Float64Array(width);
  const share = 1 / Math.max(1, kept.filter(Boolean).length);
  kept.forEach((keep, at) => (weights[at + 1] = keep ? share : 0));
  const prior = Float64Array.from(weights);
  for (let step = 0; step < STEPS_MAX; step++) {
    const { gradient, curvature } = slopes(rows, { expert, kept, weights });
    for (let at = 0; at < width; at++) {
      const strength = at === 0 ? PRIOR_INTERCEPT : PRIOR_WEIGHT;
      gradient[at]! -= strength * (weights[at]! - prior[at]!);
      curvature[at * width + at]! += strength;
    }
    solveSymmetric(curvature, [gradient]);
    const longest = Math.max(...gradient.map(Math.abs));
    const shorten = Math.min(1, STEP_MAX / longest);
    for (let at = 0; at < width; at++) weights[at]! += shorten * gradient[at]!;
    if (longest < 1e-6) break;
  }
  return weights;
}

function slopes(
  { experts, scores, target }: ScoredOutcomes,
  at: { readonly expert: number; readonly kept: readonly boolean[]; readonly weights: Float64Array },
): { gradient: Float64Array; curvature: Float64Array } {
  const width = scores.length + 1;
  const gradient = new Float64Array(width);
  const curvature = new Float64Array(width * width);
  const input = new Float64Array(width).fill(1);
  for (let cell = at.expert; cell < target.length; cell += experts) {
    const right = target[cell]!;
    if (Number.isNaN(right)) continue;
    let sum = at.weights[0]!;
    for (let i = 1; i < width; i++) {
      input[i] = at.kept[i - 1]! ? scores[i - 1]![cell]! : 0;
      sum += at.weights[i]! * input[i]!;
    }
    const chance = logistic(sum);
    const bend = chance * (1 - chance);
    for (let i = 0; i < width; i++) {
      gradient[i]! += (right - chance) * input[i]!;
      for (let j = 0; j < width; j++) curvature[i * width + j]! += bend * input[i]! * input[j]!;
    }
  }
  return { gradient, curvature };
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
