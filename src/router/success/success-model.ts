import type { Features } from "../features/features.ts";
import type { OutcomeTable } from "../learner/outcome-table.ts";

/** Predicts how likely each expert is right, before any of them is asked. Immutable; `predict` allocates nothing. */
export type SuccessModel = {
  /** Writes P(right) per expert, in the order of the experts it was fitted on. */
  predict(features: Features, into: Float64Array): void;
  /** JSON from which the kind's `restore` makes the same model. */
  state(): unknown;
};

/** Rows of a table that may be learnt from, by index. */
export type TrainingRows = { readonly table: OutcomeTable; readonly rows: Int32Array; readonly seed: number };

/** A way to predict success, a line in `registry.ts`; `toque learn --model` picks one by its kind. */
export type SuccessModelKind = {
  readonly kind: string;
  readonly summary: string;
  /** Deterministic for equal input. Cells that are NaN are left out. */
  fit(training: TrainingRows): SuccessModel;
  /**
   * The same model, and predictions for the training rows by models that have not seen them (row-major, calibrated; NaN
   * for rows beyond what the kind can leave out): a rule learnt on what a model says of its own rows would be surer than
   * it should.
   */
  fitLeftOut(training: TrainingRows): { readonly model: SuccessModel; readonly leftOut: Float64Array };
  /** Throws `invalid_policy` when the state is not one of its own. */
  restore(state: unknown): SuccessModel;
};
