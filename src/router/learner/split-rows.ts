import { seededDraws } from "../../statistics/seeded-draws.ts";
import type { OutcomeTable } from "./outcome-table.ts";

/**
 * Deals rows into parts of the given shares of the *groups*, at random, questions with the same text together: a model
 * that has seen a question's twin would look better than it is. However many rows one question has, no part is empty.
 */
export function splitRows(
  table: OutcomeTable,
  rows: Int32Array,
  deal: { readonly shares: readonly number[]; readonly seed: number },
): readonly Int32Array[] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const group = table.questions[row]!.group;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [row]);
    else members.push(row);
  }
  const order = shuffled([...groups.keys()].toSorted(), deal.seed);
  const parts: number[][] = deal.shares.map(() => []);
  const limits = cumulative(deal.shares);
  order.forEach((group, position) => {
    const middle = (position + 0.5) / order.length;
    const part = limits.findIndex((limit) => middle < limit);
    for (const row of groups.get(group)!) parts[part < 0 ? parts.length - 1 : part]!.push(row);
  });
  return parts.map((part) => Int32Array.from(part).toSorted());
}

function cumulative(shares: readonly number[]): readonly number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  let sum = 0;
  return shares.map((share) => (sum += share / total));
}

/** Fisher-Yates. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const draw = seededDraws(seed);
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1));
    [copy[last], copy[other]] = [copy[other]!, copy[last]!];
  }
  return copy;
}
