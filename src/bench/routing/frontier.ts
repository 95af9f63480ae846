import type { Interval } from "../../statistics/wilson-interval.ts";

/** One way to answer all questions: how often it is right and what it costs, on questions it was not learnt from. */
export type FrontierPoint = {
  readonly label: string;
  readonly accuracy: number;
  /** 95 %, over the questions. */
  readonly interval: Interval;
  /** Mean per question: USD, or calls where no cost is known; NaN when unknown. */
  readonly cost: number;
  readonly calls: number;
  /** Less the reference on the same questions, with a 95 % interval; `null` for the reference itself. */
  readonly difference: { readonly mean: number; readonly interval: Interval } | null;
};

export type FrontierSeries = {
  readonly name: string;
  /** What it is and what it knows, in one sentence. */
  readonly about: string;
  readonly kind: "models" | "mixtures" | "baseline" | "learnt" | "bound";
  /** Whether its points are one policy at several prices, joined by a line. */
  readonly line: boolean;
  readonly points: readonly FrontierPoint[];
};

export type Frontier = {
  readonly reference: string;
  /** Questions everything is judged on, and those that learnt policies were learnt from. */
  readonly questions: number;
  readonly learntFrom: number;
  readonly unit: "usd" | "calls";
  readonly notes: readonly string[];
  readonly series: readonly FrontierSeries[];
};
