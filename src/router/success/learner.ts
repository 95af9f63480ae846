import type { Features } from "../features/features.ts";
import type { TrainingRows } from "./success-model.ts";

/** Orders questions and experts by how likely an answer is right, in log-odds that nobody has calibrated yet. */
export type Scorer = {
  /** Writes one score per expert; allocates nothing. */
  score(features: Features, into: Float64Array): void;
  state(): unknown;
};

/**
 * One way to learn scores. `stack.ts` makes a success model of one or several of them: it chooses the setting, weighs and
 * calibrates by predictions for rows that were left out.
 */
export type Learner = {
  readonly kind: string;
  /** How many settings (strengths of regularisation) there are to choose from. */
  readonly settings: number;
  /** Does once what all fits on parts of these rows have in common; of the rows' labels it may use nothing. */
  prepare(training: TrainingRows): PreparedLearner;
  /** Throws `invalid_policy` when the state is not one of its own for so many experts. */
  restore(state: unknown, experts: number): Scorer;
};

export type PreparedLearner = {
  /** Learns from the rows at these positions of `training.rows`; what is returned finishes the work for one setting. */
  fit(positions: Int32Array): (setting: number) => FittedLearner;
};

export type FittedLearner = {
  /** Scores of the rows at these positions, row-major. */
  scoreRows(positions: Int32Array): Float64Array;
  scorer(): Scorer;
};
