import type { PlanRows } from "../sequential/plan-rows.ts";

/** Plans are over sets of experts, so their number doubles with each; 4 to 6 complementary ones are known to be enough. */
export const POOL_MAX = 8;
const ROWS_MAX = 1_500;
/** Chains grow with the cube of it: of more experts only the best at some price are looked at. */
const SHORTLIST_MAX = 24;
/** Of them, experts that are worth asking alone. */
const ROUTED = 4;
/** What the reference's mean cost has to bring, from careful to thrifty. */
const LAMBDAS = [0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8];

/** Two experts whose agreement is accepted, and a third who is asked otherwise. */
type Chain = { readonly members: readonly number[]; readonly score: number; readonly cost: number };

/**
 * Which experts a plan may ask, when there are many: the reference, those that are sent work when one expert answers
 * alone, and the members of the best simple chains at each price. By position.
 */
export function choosePool(outcomes: PlanRows, reference: number): readonly number[] {
  const { experts } = outcomes;
  if (experts <= POOL_MAX) return Array.from({ length: experts }, (_, k) => k);
  const shortlist = worthALook(outcomes, reference);
  const pool = [reference];
  for (let turn = 0; pool.length < 1 + ROUTED; turn++)
    pool.push(nextRouted(outcomes, { pool, shortlist, lambda: LAMBDAS[(turn * 3 + 2) % LAMBDAS.length]! }));
  const rows = Math.min(outcomes.count, ROWS_MAX);
  const chains = pairsThen(outcomes, rows, shortlist);
  const rankings = LAMBDAS.map((lambda) =>
    chains
      .map((chain) => ({ members: chain.members, value: chain.score - lambda * chain.cost }))
      .toSorted((a, b) => b.value - a.value)
      .slice(0, 4 * POOL_MAX),
  );
  for (let rank = 0; rank < 4 * POOL_MAX; rank++)
    for (const ranking of rankings)
      for (const member of ranking[rank]?.members ?? [])
        if (pool.length < POOL_MAX && !pool.includes(member)) pool.push(member);
  return pool.toSorted((a, b) => a - b);
}

/**
 * The reference, and experts in turn by what they are worth alone and by what they add where the reference is wrong, at
 * each price.
 */
function worthALook(outcomes: PlanRows, reference: number): readonly number[] {
  const { experts, count, score, cost } = outcomes;
  const everyone = Array.from({ length: experts }, (_, k) => k);
  if (experts <= SHORTLIST_MAX) return everyone;
  const alone = new Float64Array(experts);
  const adds = new Float64Array(experts);
  const spent = new Float64Array(experts);
  for (let row = 0; row < count; row++)
    for (const k of everyone) {
      const at = row * experts;
      const own = score[at + k]!;
      if (Number.isNaN(own)) continue;
      alone[k]! += own / count;
      adds[k]! += Math.max(0, own - orZero(score[at + reference]!)) / count;
      spent[k]! += cost[at + k]! / count;
    }
  const rankings = LAMBDAS.flatMap((lambda) =>
    [alone, adds].map((value) =>
      everyone.toSorted((a, b) => value[b]! - value[a]! - lambda * (spent[b]! - spent[a]!)),
    ),
  );
  const kept = new Set([reference]);
  for (let rank = 0; rank < experts; rank++)
    for (const ranking of rankings) if (kept.size < SHORTLIST_MAX) kept.add(ranking[rank]!);
  return [...kept].toSorted((a, b) => a - b);
}

/** The expert that brings most to a pool where each request goes to the best predicted one, by what really came of it. */
function nextRouted(
  outcomes: PlanRows,
  of: { readonly pool: readonly number[]; readonly shortlist: readonly number[]; readonly lambda: number },
): number {
  const { pool, shortlist, lambda } = of;
  const { experts, count, logit, score, cost, expectedCost } = outcomes;
  let [best, bestValue] = [-1, -Infinity];
  for (const k of shortlist) {
    if (pool.includes(k)) continue;
    let value = 0;
    for (let row = 0; row < count; row++) {
      const at = row * experts;
      let [chosen, promise] = [-1, -Infinity];
      for (const one of [...pool, k]) {
        if (Number.isNaN(score[at + one]!)) continue;
        const own = 1 / (1 + Math.exp(-logit[at + one]!)) - lambda * expectedCost[at + one]!;
        if (own > promise) [chosen, promise] = [one, own];
      }
      if (chosen >= 0) value += score[at + chosen]! - lambda * cost[at + chosen]!;
    }
    if (value > bestValue) [best, bestValue] = [k, value];
  }
  return best;
}

function pairsThen(outcomes: PlanRows, rows: number, shortlist: readonly number[]): Chain[] {
  const { experts } = outcomes;
  const chains: Chain[] = [];
  const right = new Float64Array(experts);
  const spent = new Float64Array(experts);
  for (const first of shortlist)
    for (const second of shortlist) {
      if (second >= first) continue;
      right.fill(0);
      spent.fill(0);
      const agreed = addPair(outcomes, { rows, first, second, shortlist, right, spent });
      for (const third of shortlist)
        if (third !== first && third !== second)
          chains.push({
            members: [first, second, third],
            score: (agreed.right + right[third]!) / rows,
            cost: (agreed.cost + spent[third]!) / rows,
          });
    }
  return chains;
}

/** Sums what a pair's agreements bring, and per third expert what its answers bring where the pair disagrees. */
function addPair(
  outcomes: PlanRows,
  pair: {
    readonly rows: number;
    readonly first: number;
    readonly second: number;
    readonly shortlist: readonly number[];
    readonly right: Float64Array;
    readonly spent: Float64Array;
  },
): { readonly right: number; readonly cost: number } {
  const { experts, score, answer, expectedCost } = outcomes;
  let [right, cost] = [0, 0];
  for (let row = 0; row < pair.rows; row++) {
    const at = row * experts;
    cost += expectedCost[at + pair.first]! + expectedCost[at + pair.second]!;
    const own = answer[at + pair.first]!;
    if (own >= 0 && own === answer[at + pair.second]) {
      right += orZero(score[at + pair.first]!);
      continue;
    }
    for (const third of pair.shortlist) {
      pair.right[third]! += orZero(score[at + third]!);
      pair.spent[third]! += expectedCost[at + third]!;
    }
  }
  return { right, cost };
}

function orZero(score: number): number {
  return Number.isNaN(score) ? 0 : score;
}
