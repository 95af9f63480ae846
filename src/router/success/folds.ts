import type { OutcomeTable } from "../learner/outcome-table.ts";
import { seededDraws } from "../../statistics/seeded-draws.ts";

/** Which fold each of the rows is in, 0 to `folds` − 1; questions with the same text together. Depends on nothing but group and seed. */
export function foldsOf(
  table: OutcomeTable,
  rows: Int32Array,
  deal: { readonly folds: number; readonly seed: number },
): Uint8Array {
  return Uint8Array.from(rows, (row) => {
    const group = table.questions[row]!.group;
    let hash = deal.seed | 0;
    for (let at = 0; at < group.length; at++) hash = Math.imul(hash ^ group.charCodeAt(at), 0x01000193);
    return Math.floor(seededDraws(hash)() * deal.folds);
  });
}

/** At most `most` of the rows, evenly chosen by the seed and in order. */
export function sampleRows(rows: Int32Array, most: number, seed: number): Int32Array {
  if (rows.length <= most) return rows;
  const draw = seededDraws(seed);
  const shuffled = Int32Array.from(rows);
  for (let at = 0; at < most; at++) {
    const other = at + Math.floor(draw() * (shuffled.length - at));
    const kept = shuffled[at]!;
    shuffled[at] = shuffled[other]!;
    shuffled[other] = kept;
  }
  return shuffled.subarray(0, most).toSorted();
}
