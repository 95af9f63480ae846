import { z } from "zod";
import { decodeFeatures, encodeFeatures } from "../features/encode-features.ts";
import { NO_FEATURES } from "../features/features.ts";
import type { Features } from "../features/features.ts";
import { scoresOf } from "./expert-means.ts";
import { decodeFloats, encodeFloats, floatBlock, invalidState, parseState } from "./float-block.ts";
import { sampleRows } from "./folds.ts";
import type { Learner, Scorer } from "./learner.ts";
import { boundedShare, logistic, logit } from "./log-odds.ts";
import { fillSimilarities, findNearest, indexQuestions, noneNearest } from "./question-index.ts";
import type { QuestionIndex } from "./question-index.ts";
import { tableLearner } from "./table.ts";

/** Questions that are remembered, at random where there are more. */
const QUESTIONS_MAX = 4_000;
/** Few neighbours lose to the best single expert, about a hundred do not (arXiv:2505.12601). */
const SETTINGS = [
  { neighbours: 40, sharpness: 5, guard: 10 },
  { neighbours: 40, sharpness: 15, guard: 30 },
  { neighbours: 100, sharpness: 5, guard: 10 },
  { neighbours: 100, sharpness: 15, guard: 30 },
] as const;
/** Of the family table that neighbours are held against: its middle κ. */
const TABLE_SETTING = 1;
/** Remembered questions whose own neighbours say how near is usual. */
const USUAL_SAMPLE = 100;
const UNKNOWN = -1;

const schema = z.strictObject({
  setting: z
    .int()
    .min(0)
    .max(SETTINGS.length - 1),
  questions: z.array(z.string()).max(QUESTIONS_MAX),
  outcomes: floatBlock,
  table: z.unknown(),
});

type Memory = {
  readonly experts: number;
  readonly questions: readonly Features[];
  readonly index: QuestionIndex;
  /** Row-major; UNKNOWN where an expert was not asked. */
  readonly outcomes: Float32Array;
  /** What is believed where no neighbour is near. */
  readonly table: Scorer;
};

/**
 * Share right on the most similar questions, by cosine of hashes and softmax weights. The guard: the family's
 * share stands beside them like `guard` questions of usual nearness, so it speaks alone where neighbours are far.
 */
export const knnLearner: Learner = {
  kind: "knn",
  settings: SETTINGS.length,
  prepare: ({ table, rows, seed }) => ({
    fit(positions) {
      const part = { table, rows: positions.map((at) => rows[at]!), seed };
      const kept = { ...part, rows: sampleRows(part.rows, QUESTIONS_MAX, seed) };
      const questions = Array.from(kept.rows, (row) => table.questions[row]!.features);
      const experts = table.experts.length;
      const memory: Memory = {
        experts,
        questions,
        index: indexQuestions(questions),
        outcomes: Float32Array.from(scoresOf(kept), (score) => (Number.isNaN(score) ? UNKNOWN : score)),
        table: tableLearner.prepare(part).fit(Int32Array.from(part.rows.keys()))(TABLE_SETTING).scorer(),
      };
      return (setting) => {
        const scorer = knnScorer(memory, setting);
        return {
          scoreRows(at) {
            const scores = new Float64Array(at.length * experts);
            at.forEach((position, index) => {
              const { features } = table.questions[rows[position]!]!;
              scorer.score(features, scores.subarray(index * experts, (index + 1) * experts));
            });
            return scores;
          },
          scorer: () => scorer,
        };
      };
    },
  }),
  restore(state, experts) {
    const parsed = parseState(schema, state);
    const questions = parsed.questions.map(readQuestion);
    const memory: Memory = {
      experts,
      questions,
      index: indexQuestions(questions),
      outcomes: decodeFloats(parsed.outcomes, questions.length * experts),
      table: tableLearner.restore(parsed.table, experts),
    };
    return knnScorer(memory, parsed.setting);
  },
};

function knnScorer(memory: Memory, setting: number): Scorer {
  const { experts, index, outcomes, table, questions } = memory;
  const { neighbours, sharpness, guard } = SETTINGS[setting]!;
  const usual = usualSimilarity(memory, neighbours);
  const similarities = new Float64Array(index.count);
  const nearest = noneNearest(neighbours);
  const weights = new Float64Array(experts);
  return {
    score(features, into) {
      table.score(features, into);
      for (let expert = 0; expert < experts; expert++) into[expert] = guard * logistic(into[expert]!);
      weights.fill(guard);
      fillSimilarities(index, features, similarities);
      findNearest(similarities, nearest);
      for (let at = 0; at < nearest.count; at++) {
        const weight = Math.exp(sharpness * (nearest.similarity[at]! - usual));
        const base = nearest.question[at]! * experts;
        for (let expert = 0; expert < experts; expert++) {
          const outcome = outcomes[base + expert]!;
          if (outcome === UNKNOWN) continue;
          into[expert]! += weight * outcome;
          weights[expert]! += weight;
        }
      }
      for (let expert = 0; expert < experts; expert++)
        into[expert] = logit(boundedShare(into[expert]! / weights[expert]!));
    },
    state: () => ({
      setting,
      questions: questions.map(writeQuestion),
      outcomes: encodeFloats(outcomes),
      table: table.state(),
    }),
  };
}

/** Mean similarity of remembered questions to their own neighbours. */
function usualSimilarity({ index, questions }: Memory, neighbours: number): number {
  const similarities = new Float64Array(index.count);
  const nearest = noneNearest(neighbours);
  let [sum, count] = [0, 0];
  questions.slice(0, USUAL_SAMPLE).forEach((features, own) => {
    fillSimilarities(index, features, similarities);
    similarities[own] = 0;
    findNearest(similarities, nearest);
    for (let at = 0; at < nearest.count; at++) sum += nearest.similarity[at]!;
    count += nearest.count;
  });
  return count === 0 ? 0 : sum / count;
}

/** Hashes alone: neither names nor shape are searched by. */
function writeQuestion({ bins, values }: Features): string {
  return encodeFeatures({ ...NO_FEATURES, bins, values });
}

function readQuestion(encoded: string): Features {
  const features = decodeFeatures(encoded);
  if (features === null) throw invalidState("a remembered question cannot be read");
  return features;
}
