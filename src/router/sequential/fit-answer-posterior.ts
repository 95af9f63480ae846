import { seededDraws } from "../../statistics/seeded-draws.ts";
import { emptyGroups, groupAnswers } from "./answer-groups.ts";
import { posteriorLayout, visitTerms } from "./answer-posterior.ts";
import type { AnswerPosterior } from "./answer-posterior.ts";
import type { PlanRows } from "./plan-rows.ts";
import { solveSymmetric } from "../../statistics/solve-symmetric.ts";

const SAMPLES_MAX = 15_000;
const NEWTON_STEPS = 8;
/** Strength of the pull towards the starting weights, in samples. */
const PULL = 2;
const ALTERNATIVES = 5;

type Sample = {
  /** Alternatives, "none" last. */
  readonly alternatives: number;
  /** Share of the truth each alternative holds; sums to 1. */
  readonly truth: Float64Array;
  readonly alternative: Uint8Array;
  readonly index: Uint16Array;
  readonly value: Float64Array;
};

/** Fits the vote on random sets of two to four experts of each row: penalised likelihood, Newton's method. */
export function fitAnswerPosterior(rows: PlanRows, seed: number): AnswerPosterior {
  const layout = posteriorLayout(rows.experts);
  const start = new Float64Array(layout.length);
  start.fill(0.7, layout.slope, layout.slope + 3);
  const weights = start.slice();
  const samples = drawSamples(rows, seed);
  for (let step = 0; step < NEWTON_STEPS && samples.length > 0; step++) {
    const change = newtonChange(samples, { weights, start });
    let largest = 0;
    for (let i = 0; i < weights.length; i++) {
      weights[i]! += change[i]!;
      largest = Math.max(largest, Math.abs(change[i]!));
    }
    if (largest < 1e-4) break;
  }
  return { experts: rows.experts, weights };
}

function drawSamples(rows: PlanRows, seed: number): readonly Sample[] {
  const draw = seededDraws(seed);
  const perRow = Math.max(1, Math.min(6, Math.floor(SAMPLES_MAX / rows.count)));
  const keep = Math.min(1, SAMPLES_MAX / (rows.count * perRow));
  const samples: Sample[] = [];
  const known: number[] = [];
  for (let row = 0; row < rows.count; row++) {
    known.length = 0;
    for (let k = 0; k < rows.experts; k++)
      if (!Number.isNaN(rows.score[row * rows.experts + k]!)) known.push(k);
    for (let i = 0; i < perRow && known.length > 1; i++) {
      const size = Math.min(known.length, 2 + Math.floor(draw() * 3));
      let mask = 0;
      for (let j = 0; j < size; j++) {
        const other = j + Math.floor(draw() * (known.length - j));
        [known[j], known[other]] = [known[other]!, known[j]!];
        mask |= 1 << known[j]!;
      }
      const sample = keep === 1 || draw() < keep ? readSample(rows, row, mask) : null;
      if (sample !== null) samples.push(sample);
    }
  }
  return samples;
}

const groups = emptyGroups();

function readSample(rows: PlanRows, row: number, mask: number): Sample | null {
  const offset = row * rows.experts;
  const seen = groupAnswers(groups, mask, { of: rows.answer, offset });
  if (seen.groups === 0 || !seen.comparable) return null;
  const truth = new Float64Array(seen.groups + 1);
  const members = new Float64Array(seen.groups + 1);
  for (let i = 0; i < seen.asked; i++) {
    const group = seen.group[i]!;
    if (group < 0) continue;
    truth[group]! += rows.score[offset + seen.expert[i]!]!;
    members[group]!++;
  }
  let rest = 1;
  for (let g = 0; g < seen.groups; g++) rest -= truth[g] = truth[g]! / members[g]!;
  // Two different answers may both be right (a set of accepted answers): they share the truth.
  const total = rest < 0 ? 1 - rest : 1;
  truth[seen.groups] = Math.max(0, rest);
  for (let g = 0; g <= seen.groups; g++) truth[g]! /= total;
  const alternative: number[] = [];
  const index: number[] = [];
  const value: number[] = [];
  visitTerms(seen, { layout: posteriorLayout(rows.experts), logit: rows.logit, offset }, (a, i, v) => {
    alternative.push(a);
    index.push(i);
    value.push(v);
  });
  return {
    alternatives: seen.groups + 1,
    truth,
    alternative: Uint8Array.from(alternative),
    index: Uint16Array.from(index),
    value: Float64Array.from(value),
  };
}

/** −H⁻¹·g of the penalised negative log-likelihood. */
function newtonChange(
  samples: readonly Sample[],
  at: { readonly weights: Float64Array; readonly start: Float64Array },
): Float64Array {
  const { weights, start } = at;
  const size = weights.length;
  const hessian = new Float64Array(size * size);
  const change = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    hessian[i * size + i] = PULL;
    change[i] = -PULL * (weights[i]! - start[i]!);
  }
  const chance = new Float64Array(ALTERNATIVES);
  for (const sample of samples) {
    softmax(sample, weights, chance);
    const { alternative, index, value, truth } = sample;
    for (let i = 0; i < index.length; i++) {
      const a = alternative[i]!;
      change[index[i]!]! += (truth[a]! - chance[a]!) * value[i]!;
      for (let j = 0; j < index.length; j++) {
        const b = alternative[j]!;
        const covariance = (a === b ? chance[a]! : 0) - chance[a]! * chance[b]!;
        hessian[index[i]! * size + index[j]!]! += covariance * value[i]! * value[j]!;
      }
    }
  }
  solveSymmetric(hessian, [change]);
  return change;
}

function softmax(sample: Sample, weights: Float64Array, into: Float64Array): void {
  into.fill(0);
  for (let i = 0; i < sample.index.length; i++)
    into[sample.alternative[i]!]! += weights[sample.index[i]!]! * sample.value[i]!;
  let top = -Infinity;
  for (let a = 0; a < sample.alternatives; a++) top = Math.max(top, into[a]!);
  let total = 0;
  for (let a = 0; a < sample.alternatives; a++) total += into[a] = Math.exp(into[a]! - top);
  for (let a = 0; a < sample.alternatives; a++) into[a]! /= total;
}
