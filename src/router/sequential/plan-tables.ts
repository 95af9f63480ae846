import { emptyGroups, groupAnswers } from "./answer-groups.ts";
import type { PlanRows } from "./plan-rows.ts";
import { addOuter, factorPenalised, readState, stateLength } from "./plan-state.ts";
import type { PlanVote } from "./plan-state.ts";

/** Everything about one set of asked experts that does not depend on what a dollar is worth: computed once for all λ. */
export type SetTable = {
  readonly mask: number;
  /** Score of the answer one would stop with; NaN where a member was not asked. */
  readonly stopScore: Float32Array;
  /** Rows on which every member was asked. */
  readonly known: number;
  /** State numbers per row; `null` for full sets, after which nothing is decided. */
  readonly states: Float32Array | null;
  /** Cholesky factor of the penalised Gram matrix of the states. */
  readonly factor: Float64Array | null;
};

/** Sets of up to `callsMax` experts, largest first. */
export function setTables(rows: PlanRows, vote: PlanVote, callsMax: number): readonly SetTable[] {
  const masks: number[] = [];
  for (let mask = 0; mask < 1 << rows.experts; mask++) if (bitCount(mask) <= callsMax) masks.push(mask);
  masks.sort((a, b) => bitCount(b) - bitCount(a) || a - b);
  return masks.map((mask) => setTable(rows, vote, { mask, full: bitCount(mask) === callsMax }));
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

const groups = emptyGroups();

function setTable(
  rows: PlanRows,
  vote: PlanVote,
  set: { readonly mask: number; readonly full: boolean },
): SetTable {
  const length = stateLength(rows.experts);
  const into = set.full ? null : new Float64Array(length);
  const states = set.full ? null : new Float32Array(rows.count * length);
  const gram = new Float64Array(set.full ? 0 : length * length);
  const stopScore = new Float32Array(rows.count).fill(Number.NaN);
  let known = 0;
  for (let row = 0; row < rows.count; row++) {
    const offset = row * rows.experts;
    if (!allKnown(rows, offset, set.mask)) continue;
    known++;
    const seen = groupAnswers(groups, set.mask, { of: rows.answer, offset });
    const position = readState(vote, seen, { ...rows, offset, into });
    stopScore[row] = position < 0 ? 0 : rows.score[offset + seen.expert[position]!]!;
    if (states === null) continue;
    states.set(into!, row * length);
    addOuter(gram, states, { at: row * length, length });
  }
  const factor = set.full ? null : factorPenalised(gram, length);
  return { mask: set.mask, known, stopScore, states, factor };
}

function allKnown(rows: PlanRows, offset: number, mask: number): boolean {
  for (let k = 0; mask >> k !== 0; k++)
    if ((mask >> k) & 1 && Number.isNaN(rows.score[offset + k]!)) return false;
  return true;
}
