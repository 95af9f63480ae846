import type { AnswerGroups } from "./answer-groups.ts";

/**
 * P(this answer is right | who gave it, who disagrees, what each was predicted to know): a conditional logit (McFadden
 * 1974) over the distinct answers and "none of them". A naive Bayes vote is the special case with all slopes 1; learnt
 * slopes and a weight per pair undo what experts have in common.
 */
export type AnswerPosterior = { readonly experts: number; readonly weights: Float64Array };

const SIZES = 3;

/** Where each kind of weight begins. */
export function posteriorLayout(experts: number) {
  const slope = experts;
  const size = slope + SIZES;
  const none = size + 2;
  const distinct = none + SIZES;
  const noneSlope = distinct + 1;
  const silent = noneSlope + 1;
  const pair = silent + 1;
  return {
    slope,
    size,
    none,
    distinct,
    noneSlope,
    silent,
    pair,
    length: pair + (experts * (experts - 1)) / 2,
  };
}

export type PosteriorLayout = ReturnType<typeof posteriorLayout>;

/** Calls `add(alternative, weight index, value)` for every number the model weighs; the alternative `groups` is "none". */
export function visitTerms(
  seen: AnswerGroups,
  context: { readonly layout: PosteriorLayout; readonly logit: Float64Array; readonly offset: number },
  add: (alternative: number, index: number, value: number) => void,
): void {
  const { layout, logit, offset } = context;
  const calls = seen.asked - 2;
  let silent = 0;
  let sum = 0;
  for (let i = 0; i < seen.asked; i++) {
    const expert = seen.expert[i]!;
    const own = logit[offset + expert]!;
    const group = seen.group[i]!;
    sum += own;
    if (group < 0) {
      silent++;
      continue;
    }
    add(group, expert, 1);
    add(group, layout.slope + calls, own);
    let earlier = 0;
    for (let j = 0; j < i; j++) {
      if (seen.group[j] !== group) continue;
      earlier++;
      add(group, layout.pair + (expert * (expert - 1)) / 2 + seen.expert[j]!, 1);
    }
    if (earlier === 2) add(group, layout.size, 1);
    if (earlier === 3) add(group, layout.size + 1, 1);
  }
  const none = seen.groups;
  add(none, layout.none + calls, 1);
  add(none, layout.distinct, seen.groups - 1);
  add(none, layout.noneSlope, sum / seen.asked);
  if (silent > 0) add(none, layout.silent, silent);
}

const utilities = new Float64Array(5);

/** Writes P(right) of each group; returns the most likely one (-1 when nobody answered). */
export function answerProbabilities(
  model: { readonly weights: Float64Array; readonly layout: PosteriorLayout },
  seen: AnswerGroups,
  at: { readonly logit: Float64Array; readonly offset: number; readonly into: Float64Array },
): number {
  const { logit, offset, into } = at;
  if (seen.groups === 0) return -1;
  if (seen.asked === 1 || !seen.comparable) {
    for (let i = 0; i < seen.asked; i++)
      if (seen.group[i]! >= 0) into[seen.group[i]!] = 1 / (1 + Math.exp(-logit[offset + seen.expert[i]!]!));
    return best(into, seen.groups);
  }
  utilities.fill(0);
  const { weights, layout } = model;
  visitTerms(seen, { layout, logit, offset }, (alternative, index, value) => {
    utilities[alternative]! += weights[index]! * value;
  });
  let top = -Infinity;
  for (let a = 0; a <= seen.groups; a++) top = Math.max(top, utilities[a]!);
  let total = 0;
  for (let a = 0; a <= seen.groups; a++) total += Math.exp(utilities[a]! - top);
  for (let a = 0; a < seen.groups; a++) into[a] = Math.exp(utilities[a]! - top) / total;
  return best(into, seen.groups);
}

function best(values: Float64Array, count: number): number {
  let index = 0;
  for (let i = 1; i < count; i++) if (values[i]! > values[index]!) index = i;
  return index;
}
