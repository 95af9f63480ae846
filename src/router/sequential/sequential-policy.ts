import type { Features } from "../features/features.ts";

/** An answer that was given: by whom, and which of the answers seen so far it equals. */
export type SeenAnswer = {
  readonly expert: number;
  /** Equal numbers are equal answers by the task's own equality; -1 no answer was extracted, -2 cannot be compared. */
  readonly answer: number;
  /** What a check said of it; `null` when nothing checked it. */
  readonly passed: boolean | null;
};

/** What to do next: ask one more expert, or let the answer of `seen[index]` stand. */
export type Step =
  | { readonly type: "ask"; readonly expert: number; readonly reason: string }
  | { readonly type: "answer"; readonly index: number; readonly reason: string };

/** What a run knows before anyone is asked; all arrays are in the policy's order of experts. */
export type Prospect = {
  readonly features: Features;
  /** In [0, 1): which of a policy's components decides. Of the request, not of its text: the same in all its steps. */
  readonly deal: number;
  /** False for an expert that cannot serve right now. */
  readonly available: readonly boolean[];
  /** Live price estimate per expert in USD; NaN: use the policy's own cost model. */
  readonly costUsd: Float64Array;
};

/**
 * Routing and cascading in one: up to `callsMax` calls, then the answer that is most likely right. Pure: the same
 * prospect and answers give the same step. `predict` is what the policy believes before any call.
 */
export type SequentialPolicy = {
  readonly experts: readonly string[];
  readonly callsMax: number;
  /** Share right that one US dollar more has to bring; `null` when cost plays no part. */
  readonly lambdaPerUsd: number | null;
  /** What its "USD" really are where prices were unknown when it was learnt; absent: US dollars. */
  readonly costUnit?: "joules" | "seconds";
  /** P(right) and expected USD per expert. */
  predict(prospect: Prospect): { readonly success: Float64Array; readonly costUsd: Float64Array };
  next(prospect: Prospect, seen: readonly SeenAnswer[]): Step;
  state(): unknown;
};
