import { z } from "zod";
import { DENSE_NAMES } from "../features/shape.ts";
import { solveSymmetric } from "../../statistics/solve-symmetric.ts";
import { expertMeans, scoresOf } from "./expert-means.ts";
import { decodeFloats, encodeFloats, floatBlock, invalidState, parseState } from "./float-block.ts";
import { sampleRows } from "./folds.ts";
import type { Learner, Scorer } from "./learner.ts";
import { boundedShare, toLogOdds } from "./log-odds.ts";
import { deviationsOf, fitShapeScale, readShapeScale, writeShapeScale } from "./shape-scale.ts";
import type { ShapeScale } from "./shape-scale.ts";

/** Questions that are remembered: what a prediction costs, and how fine a curve can be. */
const CENTRES_MAX = 384;
/** Root mean square distance, in deviations, within which two questions count as alike. */
const WIDTH = 0.7;
/** Of what experts have in common on a question, and of what each has of its own, where noise weighs more. */
const PENALTIES = [
  { shared: 1, own: 3 },
  { shared: 3, own: 10 },
  { shared: 3, own: 100 },
  { shared: 10, own: 30 },
  { shared: 30, own: 300 },
];
/** Keeps the same question twice among the centres from making the system singular. */
const JITTER = 1e-3;
const SHAPE = DENSE_NAMES.length;

const schema = z.strictObject({
  shape: floatBlock,
  means: z.array(z.number().gt(0).lt(1)),
  count: z.int().min(0).max(CENTRES_MAX),
  centres: floatBlock,
  weights: floatBlock,
});

/** Remembered questions' shapes, row-major, each divided by WIDTH·√SHAPE. */
type Centres = { readonly shape: ShapeScale; readonly count: number; readonly points: Float32Array };

/**
 * Kernel ridge regression on the shape alone: smooth curves and their interplay, which a linear model of the same numbers
 * cannot follow. Gaussian kernel over a sample of the rows (Nyström's approximation, Williams & Seeger 2001).
 */
export const kernelLearner: Learner = {
  kind: "kernel",
  settings: PENALTIES.length,
  prepare({ table, rows, seed }) {
    const experts = table.experts.length;
    const centres = chooseCentres({ table, rows, seed });
    const near = new Float64Array(rows.length * centres.count);
    const measure = similarity(centres);
    rows.forEach((row, at) => {
      measure(
        table.questions[row]!.features.dense,
        near.subarray(at * centres.count, (at + 1) * centres.count),
      );
    });
    const between = similaritiesBetween(centres);
    return {
      fit(positions) {
        const part = { table, rows: positions.map((at) => rows[at]!), seed };
        const means = expertMeans(part).map(boundedShare);
        const groups = normalEquations({ near, count: centres.count, positions }, scoresOf(part), means);
        return (setting) => {
          const weights = solveExperts(groups, between, { ...PENALTIES[setting]!, experts });
          return {
            scoreRows(at) {
              const scores = new Float64Array(at.length * experts);
              at.forEach((position, index) => {
                const base = position * centres.count;
                addWeighted(near.subarray(base, base + centres.count), weights, {
                  means,
                  into: scores.subarray(index * experts, (index + 1) * experts),
                });
              });
              return scores;
            },
            scorer: () => kernelScorer(centres, means, weights),
          };
        };
      },
    };
  },
  restore(state, experts) {
    const { shape, means, count, centres, weights } = parseState(schema, state);
    if (means.length !== experts) throw invalidState(`${means.length} means of ${experts} experts`);
    return kernelScorer(
      { shape: readShapeScale(shape), count, points: decodeFloats(centres, count * SHAPE) },
      Float64Array.from(means),
      decodeFloats(weights, count * experts),
    );
  },
};

function chooseCentres({ table, rows, seed }: Parameters<Learner["prepare"]>[0]): Centres {
  const shape = fitShapeScale(table, rows);
  const chosen = sampleRows(rows, CENTRES_MAX, seed);
  const points = new Float32Array(chosen.length * SHAPE);
  chosen.forEach((row, at) =>
    writePoint(shape, table.questions[row]!.features.dense, points.subarray(at * SHAPE)),
  );
  return { shape, count: chosen.length, points };
}

function writePoint(shape: ShapeScale, dense: Float32Array, into: Float32Array): void {
  for (let at = 0; at < SHAPE; at++)
    // A request nothing is known of has no shape: it counts as zeros, as in the scale.
    into[at] = deviationsOf(shape, at, dense[at] ?? 0) / (WIDTH * Math.sqrt(SHAPE));
}

/** Writes exp(−|x − c|² / 2) for every centre c. */
function similarity({ shape, count, points }: Centres): (dense: Float32Array, into: Float64Array) => void {
  const point = new Float32Array(SHAPE);
  return (dense, into) => {
    writePoint(shape, dense, point);
    for (let centre = 0, base = 0; centre < count; centre++, base += SHAPE) {
      let squares = 0;
      for (let at = 0; at < SHAPE; at++) {
        const apart = point[at]! - points[base + at]!;
        squares += apart * apart;
      }
      into[centre] = Math.exp(-squares / 2);
    }
  };
}

function similaritiesBetween({ count, points }: Centres): Float64Array {
  const between = new Float64Array(count * count);
  for (let left = 0; left < count; left++) {
    for (let right = 0; right < count; right++) {
      let squares = 0;
      for (let at = 0; at < SHAPE; at++)
        squares += (points[left * SHAPE + at]! - points[right * SHAPE + at]!) ** 2;
      between[left * count + right] = Math.exp(-squares / 2);
    }
  }
  return between;
}

type Rows = { readonly near: Float64Array; readonly count: number; readonly positions: Int32Array };

/** Σ k kᵀ and, per expert, Σ k (score − mean), of experts that were asked on the same rows. */
type Group = {
  readonly experts: readonly number[];
  readonly gram: Float64Array;
  readonly sides: readonly Float64Array[];
};

function normalEquations(rows: Rows, scores: Float64Array, means: Float64Array): readonly Group[] {
  const { near, count, positions } = rows;
  const all = means.length;
  const alike = Map.groupBy(Array.from(means.keys()), (expert) => askedPattern(scores, expert, all));
  return [...alike.values()].map((experts) => {
    const asked = Int32Array.from(positions.keys()).filter(
      (at) => !Number.isNaN(scores[at * all + experts[0]!]!),
    );
    const sides = experts.map((expert) => {
      const side = new Float64Array(count);
      for (const at of asked) {
        const target = scores[at * all + expert]! - means[expert]!;
        const base = positions[at]! * count;
        for (let centre = 0; centre < count; centre++) side[centre]! += near[base + centre]! * target;
      }
      return side;
    });
    return { experts, gram: gram(rows, asked), sides };
  });
}

function askedPattern(scores: Float64Array, expert: number, experts: number): string {
  let pattern = "";
  for (let at = expert; at < scores.length; at += experts) pattern += Number.isNaN(scores[at]!) ? "0" : "1";
  return pattern;
}

/** Its lower triangle. */
function gram({ near, count, positions }: Rows, asked: Int32Array): Float64Array {
  const matrix = new Float64Array(count * count);
  for (const at of asked) {
    const base = positions[at]! * count;
    for (let row = 0; row < count; row++) {
      const amount = near[base + row]!;
      for (let column = 0; column <= row; column++) {
        matrix[row * count + column]! += amount * near[base + column]!;
      }
    }
  }
  return matrix;
}

/**
 * (Σ k kᵀ + penalty·K) α = Σ k (score − mean), for the mean of a group's experts and for what each differs by from it;
 * row-major, experts beside each other.
 */
function solveExperts(
  groups: readonly Group[],
  between: Float64Array,
  { shared, own, experts }: { readonly shared: number; readonly own: number; readonly experts: number },
): Float32Array {
  const count = Math.sqrt(between.length);
  const weights = new Float32Array(count * experts);
  for (const group of groups) {
    const common = new Float64Array(count);
    for (const side of group.sides) side.forEach((value, at) => (common[at]! += value / group.sides.length));
    const apart = group.sides.map((side) => side.map((value, at) => value - common[at]!));
    solveSymmetric(penalised(group.gram, between, shared), [common]);
    if (apart.length > 1) solveSymmetric(penalised(group.gram, between, own), apart);
    apart.forEach((side, at) => {
      const expert = group.experts[at]!;
      side.forEach((value, centre) => (weights[centre * experts + expert] = common[centre]! + value));
    });
  }
  return weights;
}

function penalised(gramMatrix: Float64Array, between: Float64Array, penalty: number): Float64Array {
  const step = Math.sqrt(between.length) + 1;
  return gramMatrix.map((value, at) => value + penalty * (between[at]! + (at % step === 0 ? JITTER : 0)));
}

function addWeighted(
  similarities: Float64Array,
  weights: Float32Array,
  { means, into }: { readonly means: Float64Array; readonly into: Float64Array },
): void {
  const experts = means.length;
  into.set(means);
  for (let centre = 0, base = 0; centre < similarities.length; centre++, base += experts) {
    const amount = similarities[centre]!;
    for (let expert = 0; expert < experts; expert++) into[expert]! += amount * weights[base + expert]!;
  }
  toLogOdds(into, means);
}

function kernelScorer(centres: Centres, means: Float64Array, weights: Float32Array): Scorer {
  const measure = similarity(centres);
  const similarities = new Float64Array(centres.count);
  return {
    score(features, into) {
      measure(features.dense, similarities);
      addWeighted(similarities, weights, { means, into });
    },
    state: () => ({
      shape: writeShapeScale(centres.shape),
      means: [...means],
      count: centres.count,
      centres: encodeFloats(centres.points),
      weights: encodeFloats(weights),
    }),
  };
}
