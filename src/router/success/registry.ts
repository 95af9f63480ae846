import { kernelLearner } from "./kernel.ts";
import { knnLearner } from "./knn.ts";
import { difficultyLearner, ridgeLearner } from "./ridge.ts";
import { stackOf } from "./stack.ts";
import type { SuccessModelKind } from "./success-model.ts";
import { tableLearner } from "./table.ts";

/** Every way to predict success. A new one is a learner in a file of its own and a line here. */
export const SUCCESS_MODEL_KINDS: readonly SuccessModelKind[] = [
  stackOf({ kind: "stack", summary: "ridge, kernel and table, weighed by how they did on rows left out" }, [
    ridgeLearner,
    kernelLearner,
    tableLearner,
  ]),
  stackOf({ kind: "table", summary: "share right per family and origin" }, [tableLearner]),
  stackOf({ kind: "ridge", summary: "linear in hashed words, shape and names" }, [ridgeLearner]),
  stackOf({ kind: "kernel", summary: "curves over the shape of a request" }, [kernelLearner]),
  stackOf({ kind: "knn", summary: "share right on similar questions, or the family's where none is near" }, [
    knnLearner,
  ]),
  stackOf(
    { kind: "difficulty", summary: "one difficulty per question that all experts share: for few labels" },
    [difficultyLearner],
  ),
];

export const DEFAULT_SUCCESS_MODEL = "stack";
