import { z } from "zod";
import {
  dimensionsOf,
  encoderSchema,
  encodeRows,
  fitEncoder,
  readEncoder,
  vectorProduct,
  writeEncoder,
} from "./encoder.ts";
import type { Encoder } from "./encoder.ts";
import { expertMeans, scoresOf } from "./expert-means.ts";
import { decodeFloats, encodeFloats, floatBlock, parseState } from "./float-block.ts";
import type { Learner, Scorer } from "./learner.ts";
import { boundedShare, toLogOdds } from "./log-odds.ts";
import { solveSharedRidge } from "./solve-shared-ridge.ts";
import type { Penalty } from "./solve-shared-ridge.ts";
import { multiply, pickRows } from "./sparse-rows.ts";

/** So strong that what experts have of their own is their constant alone. */
const NOTHING_OF_ITS_OWN = 1e6;

/** Linear in hashes, shape and names, with a part that experts share and a part of their own. */
export const ridgeLearner: Learner = linearLearner("ridge", [
  { shared: 10, own: 30 },
  { shared: 10, own: 100 },
  { shared: 30, own: 30 },
  { shared: 30, own: 100 },
]);

/** One difficulty per question for all experts: what can be learnt from a few hundred labels. */
export const difficultyLearner: Learner = linearLearner("difficulty", [
  { shared: 10, own: NOTHING_OF_ITS_OWN },
  { shared: 30, own: NOTHING_OF_ITS_OWN },
  { shared: 100, own: NOTHING_OF_ITS_OWN },
]);

const schema = z.strictObject({
  encoder: encoderSchema,
  means: z.array(z.number().gt(0).lt(1)),
  weights: floatBlock,
});

type LinearState = {
  readonly encoder: Encoder;
  readonly means: Float64Array;
  readonly weights: Float32Array;
};

function linearLearner(kind: string, penalties: readonly Penalty[]): Learner {
  return {
    kind,
    settings: penalties.length,
    prepare(training) {
      const { table, rows, seed } = training;
      const outputs = table.experts.length;
      const encoder = fitEncoder(table, rows);
      const matrix = encodeRows(encoder, table, rows);
      const dimensions = dimensionsOf(encoder);
      return {
        fit(positions) {
          const part = { table, rows: positions.map((at) => rows[at]!), seed };
          const means = expertMeans(part).map(boundedShare);
          const problem = {
            matrix: pickRows(matrix, positions),
            dimensions,
            outputs,
            target: scoresOf(part).map((score, at) => score - means[at % outputs]!),
          };
          return (setting) => {
            const weights = solveSharedRidge({ ...problem, penalty: penalties[setting]! });
            for (let k = 0; k < outputs; k++) weights[(dimensions - 1) * outputs + k]! += means[k]!;
            return {
              scoreRows(at) {
                const scores = new Float64Array(at.length * outputs);
                multiply(pickRows(matrix, at), { weights, outputs }, scores);
                toLogOdds(scores, means);
                return scores;
              },
              scorer: () => linearScorer({ encoder, means, weights }),
            };
          };
        },
      };
    },
    restore(state, experts) {
      const parsed = parseState(schema, state);
      const encoder = readEncoder(parsed.encoder);
      const weights = decodeFloats(parsed.weights, dimensionsOf(encoder) * experts);
      return linearScorer({ encoder, means: Float64Array.from(parsed.means), weights });
    },
  };
}

function linearScorer({ encoder, means, weights }: LinearState): Scorer {
  const product = vectorProduct(encoder, weights, means.length);
  return {
    score(features, into) {
      product(features, into);
      toLogOdds(into, means);
    },
    state: () => ({
      encoder: writeEncoder(encoder),
      means: [...means],
      weights: encodeFloats(weights),
    }),
  };
}
