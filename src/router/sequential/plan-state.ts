import { factorise } from "../../statistics/solve-symmetric.ts";
import { answerProbabilities } from "./answer-posterior.ts";
import type { PosteriorLayout } from "./answer-posterior.ts";
import type { AnswerGroups } from "./answer-groups.ts";

/**
 * What the value of going on depends on, as numbers, once the experts of a set have answered: how likely the best answer
 * is right, how likely the runner-up, who agrees, what each expert was predicted to know, how costly the request is.
 */
export function stateLength(experts: number): number {
  return PAIRS_AT + PAIRS + experts + 1;
}

const PAIRS_AT = 6;
/** Pairs among up to three answers; a fourth call is the last, so nothing is decided after it. */
const PAIRS = 3;

/** One request as a plan reads it: `logit` and `expectedCost` begin at `offset` with expert 0. */
export type PlanRequest = {
  readonly logit: Float64Array;
  readonly expectedCost: Float64Array;
  readonly offset: number;
};

export type PlanVote = {
  readonly weights: Float64Array;
  readonly layout: PosteriorLayout;
  readonly experts: number;
  readonly reference: number;
};

const chances = new Float64Array(4);

/**
 * Writes the state's numbers, unless `into` is `null`, and returns the position in `seen` of the answer that is most
 * likely right (-1 when there is none). Among those who gave it, the first.
 */
export function readState(
  vote: PlanVote,
  seen: AnswerGroups,
  at: PlanRequest & { readonly into: Float64Array | null },
): number {
  const { logit, offset, into } = at;
  const top = seen.asked === 0 ? -1 : answerProbabilities(vote, seen, { logit, offset, into: chances });
  if (into !== null) {
    const first = top < 0 ? 0 : chances[top]!;
    let second = 0;
    for (let group = 0; group < seen.groups; group++)
      if (group !== top) second = Math.max(second, chances[group]!);
    into.fill(0);
    into[0] = 1;
    into[1] = first;
    into[2] = first * first;
    into[3] = Math.log((first + 0.02) / (1.02 - first)) / 2;
    into[4] = second;
    into[5] = first * second;
    let pair = PAIRS_AT;
    for (let i = 1; i < Math.min(3, seen.asked); i++)
      for (let j = 0; j < i; j++, pair++)
        into[pair] = seen.group[i] === seen.group[j] && seen.group[i]! >= 0 ? 1 : 0;
    for (let k = 0; k < vote.experts; k++) into[PAIRS_AT + PAIRS + k] = logit[offset + k]! / 2;
    into[PAIRS_AT + PAIRS + vote.experts] = at.expectedCost[offset + vote.reference]! - 1;
  }
  for (let position = 0; position < seen.asked; position++)
    if (seen.group[position] === top && top >= 0) return position;
  return -1;
}

/** Pull of a gain's weights towards 0, in rows: gains are small beside the noise of single answers. */
const RIDGE = 80;

/** Adds x·xᵀ of the state at `at` to the lower triangle of `gram`. */
export function addOuter(
  gram: Float64Array,
  states: Float32Array,
  { at, length }: { readonly at: number; readonly length: number },
): void {
  for (let i = 0; i < length; i++) {
    const value = states[at + i]!;
    if (value === 0) continue;
    for (let j = 0; j <= i; j++) gram[i * length + j]! += value * states[at + j]!;
  }
}

/** Cholesky factor of the ridge's matrix; the intercept is hardly penalised. */
export function factorPenalised(gram: Float64Array, length: number): Float64Array {
  for (let i = 0; i < length; i++) gram[i * length + i]! += i === 0 ? 1e-3 : RIDGE;
  factorise(gram, length);
  return gram;
}
