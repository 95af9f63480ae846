import { NO_FEATURES } from "../router/features/features.ts";
import { learnPolicy } from "../router/learner/learn-policy.ts";
import { ANSWERS_UNKNOWN } from "../router/learner/outcome-table.ts";
import type { PolicyArtefact } from "../router/learner/policy-artefact.ts";
import { seededDraws } from "../statistics/seeded-draws.ts";

const ROWS = 200;

/** A policy learnt from a few made-up answers, on which the second expert is nearly as good and cheaper. For tests. */
export function smallPolicy(experts: readonly string[] = ["big", "small"], seed = 1): PolicyArtefact {
  const draw = seededDraws(seed);
  const cells = ROWS * experts.length;
  const table = {
    experts,
    questions: Array.from({ length: ROWS }, (_, row) => ({
      id: `q${row}`,
      group: `q${row}`,
      features: { ...NO_FEATURES, family: row % 2 === 0 ? "words" : "sums" },
    })),
    score: Float64Array.from({ length: cells }, (_, at) =>
      Number(draw() < (at % experts.length ? 0.85 : 0.9)),
    ),
    costUsd: Float64Array.from({ length: cells }, (_, at) => 0.01 / 10 ** (at % experts.length)),
    latencyMs: new Float64Array(cells).fill(100),
    answerClass: new Int32Array(cells).fill(ANSWERS_UNKNOWN),
  };
  return learnPolicy({
    table,
    reference: experts[0] ?? "",
    objective: { type: "match", toleranceShare: 0.01, confidence: 0.95 },
    callsMax: 1,
    model: "table",
    seed,
    hidden: [],
    costBasis: "recorded",
  }).artefact;
}
