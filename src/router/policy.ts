import type { Decision } from "../core/decision.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Features } from "./features/features.ts";
import type { SeenAnswer, Step } from "./sequential/sequential-policy.ts";

/** What the router may know of a request. Built once per request, before any expert is asked. */
export type RequestFeatures = {
  readonly task: string | null;
  readonly tools: boolean;
  readonly jsonSchema: boolean;
  readonly images: boolean;
  /** Rough prompt size (characters / 3.8); feasibility compares it with an expert's context. */
  readonly promptTokensEstimate: number;
};

/** One expert of the mixture as it is right now. */
export type Arm = {
  readonly expert: string;
  /** Why it cannot serve this request (state, circuit, capability), `null` when it can. */
  readonly excluded: string | null;
  readonly predictedCostNanoUsd: number | null;
  /** Success points by which its load speaks for it (idle) or against it (over-subscribed); 0 where load is not ours. */
  readonly loadBias: number;
};

/** Who answered the turn before in this conversation. */
export type Previous = {
  readonly expert: string;
  /** It has to be asked again if it can serve: a tool loop is open, or its reasoning is bound to its provider. */
  readonly bound: boolean;
};

export type DecisionInput = {
  readonly mixture: string;
  readonly features: RequestFeatures;
  readonly arms: readonly Arm[];
  /** Uniform in [0, 1): the only randomness a policy gets, so that a decision can be replayed from the ledger. */
  readonly draw: number;
  /** `cascade` when answers to this request can be held back, compared and thrown away. */
  readonly mode: "route" | "cascade";
  /** `null` in a first turn, or when that is not known any more. */
  readonly previous: Previous | null;
  /** Hashed features, made at the first call and kept: policies that do not read them cost nothing. */
  readonly vector: () => Features;
};

/**
 * How a mixture chooses. `decide` is a pure function of the policy's learnt state and its input; it throws
 * `expert_unavailable` (or `invalid_request`, when no expert could ever serve it) if every arm is excluded. `learn` folds one verified outcome in.
 */
export type Policy = {
  readonly name: string;
  readonly version: string;
  decide(input: DecisionInput): Decision;
  /**
   * In a cascade: who is asked after these answers, or which of them stands. Pure. A policy without it routes: the
   * first answer stands. Experts are numbered as in `input.arms`.
   */
  next?(input: DecisionInput, decision: Decision, seen: readonly SeenAnswer[]): Step;
  learn(outcome: Outcome): void;
  /** Starts from what the ledger already holds; a policy that does not learn has no such thing. */
  restore?(counts: readonly LearntCount[]): void;
};

/** Verified outcomes of one expert on one task, as the ledger counts them. */
export type LearntCount = {
  readonly task: string | null;
  readonly expert: string;
  readonly right: number;
  readonly wrong: number;
};

/** The mixture a policy is opened for. `readText` reads a file the config names; those who open no files leave it out. */
export type PolicyMixture = {
  readonly name: string;
  readonly experts: readonly string[];
  readonly readText?: (file: string) => string;
};

/** A family of policies, a line in `registry.ts`: how the config names it, which options it takes. */
export type PolicyKind<Options> = {
  readonly kind: string;
  readonly summary: string;
  readonly options: { parse(input: unknown): Options };
  open(options: Options, mixture: PolicyMixture): Policy;
};
