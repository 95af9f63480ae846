import type { PlanRows } from "./plan-rows.ts";
import { addOuter, factorPenalised, stateLength } from "./plan-state.ts";
import type { SetTable } from "./plan-tables.ts";
import { substitute } from "../../statistics/solve-symmetric.ts";

/**
 * What asking one more expert is worth after each set of asked experts: the expected gain in share right less λ·cost of
 * everything that follows, as a linear function of the state. One row of weights per expert; asked ones are `null`.
 */
export type PlanGains = ReadonlyMap<number, SetGains>;
type SetGains = readonly (Float64Array | null)[];

/** Fewer rows say nothing of a gain: the expert is not asked there. */
const ROWS_MIN = 30;

/** Realised score and cost, per row, of following the plan from a set of asked experts on; NaN where a member is unknown. */
type SetValue = { readonly score: Float32Array; readonly cost: Float32Array; readonly known: number };

/**
 * Fitted Q by backward induction (Ernst, Geurts, Wehenkel 2005): after a full set one stops; before, the realised value
 * of going on with each expert is regressed on the state, and each row follows the best.
 */
export function fitPlan(rows: PlanRows, sets: readonly SetTable[], lambda: number): PlanGains {
  const gains = new Map<number, SetGains>();
  const values = new Map<number, SetValue>();
  for (const set of sets) {
    const { mask, stopScore, known } = set;
    const cost = new Float32Array(rows.count);
    if (set.states === null) {
      values.set(mask, { score: stopScore, cost, known });
      continue;
    }
    const next = Array.from({ length: rows.experts }, (_, k) =>
      (mask >> k) & 1 ? undefined : values.get(mask | (1 << k)),
    );
    const own = fitGains(rows, set, { next, lambda });
    gains.set(mask, own);
    values.set(mask, follow(rows, set, { next, gains: own }));
  }
  return gains;
}

function fitGains(
  rows: PlanRows,
  set: SetTable,
  going: { readonly next: readonly (SetValue | undefined)[]; readonly lambda: number },
): SetGains {
  const length = stateLength(rows.experts);
  return going.next.map((next, k) => {
    if (next === undefined || next.known < ROWS_MIN) return null;
    const side = new Float64Array(length);
    // Where all rows of the set know this expert too, all experts share one factorisation.
    const gram = next.known === set.known ? null : new Float64Array(length * length);
    for (let row = 0; row < rows.count; row++) {
      const after = next.score[row]!;
      if (Number.isNaN(after)) continue;
      const spent = rows.cost[row * rows.experts + k]! + next.cost[row]!;
      const gain = after - set.stopScore[row]! - going.lambda * spent;
      const at = row * length;
      for (let i = 0; i < length; i++) side[i]! += set.states![at + i]! * gain;
      if (gram !== null) addOuter(gram, set.states!, { at, length });
    }
    substitute(gram === null ? set.factor! : factorPenalised(gram, length), side);
    return side.map((weight) => Number(weight.toPrecision(7)));
  });
}

/** Each row takes the best step, or stops where none gains. Somebody must be asked first. */
function follow(
  rows: PlanRows,
  set: SetTable,
  going: { readonly next: readonly (SetValue | undefined)[]; readonly gains: SetGains },
): SetValue {
  const length = stateLength(rows.experts);
  const score = set.stopScore.slice();
  const cost = new Float32Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    let best = -1;
    let bestGain = set.mask === 0 ? -Infinity : 0;
    for (let k = 0; k < rows.experts; k++) {
      const own = going.gains[k];
      if (!own || Number.isNaN(going.next[k]!.score[row]!)) continue;
      let gain = 0;
      for (let i = 0; i < length; i++) gain += own[i]! * set.states![row * length + i]!;
      if (gain > bestGain) [best, bestGain] = [k, gain];
    }
    if (best < 0) continue;
    score[row] = going.next[best]!.score[row]!;
    cost[row] = rows.cost[row * rows.experts + best]! + going.next[best]!.cost[row]!;
  }
  return { score, cost, known: set.known };
}
