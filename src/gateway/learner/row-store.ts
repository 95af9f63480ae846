import type { VerifiedRow } from "../../core/verified-row.ts";
import { pairRows, type PairedRow, type Pairing } from "./pair-rows.ts";

/** After this long an answer that has not come will not come: no call lasts longer, unless the process died. */
const ANSWERS_AWAITED_US = 15 * 60 * 1e6;

export type RowStore = {
  /** Folds verdicts in, in the order of their ids; returns the shadowed requests that are complete now, by id. */
  add(rows: readonly VerifiedRow[], untilUs: number): readonly PairedRow[];
};

/** Collects the verdicts of a request and its shadow runs, which come one by one. */
export function createRowStore(pairing: Pairing, waitingMax: number): RowStore {
  const waiting = new Map<string, VerifiedRow[]>();

  function fold(row: VerifiedRow): void {
    const requestId = row.shadowOf ?? row.requestId;
    const group = waiting.get(requestId);
    if (group === undefined) waiting.set(requestId, [row]);
    // What comes later than this is not looked at, whether or not the rest was released meanwhile.
    else if (!isLate(group, row.outcome.atUs)) group.push(row);
  }

  return {
    add(rows, untilUs) {
      for (const row of rows) fold(row);
      const released: VerifiedRow[] = [];
      let excess = waiting.size - waitingMax;
      for (const [requestId, group] of waiting) {
        const over = excess-- > 0;
        if (!over && !isLate(group, untilUs) && !isComplete(group, pairing)) continue;
        waiting.delete(requestId);
        released.push(...group);
      }
      return pairRows(released, pairing).filter(isShadowed);
    },
  };
}

function isLate([first]: readonly VerifiedRow[], atUs: number): boolean {
  return first !== undefined && first.outcome.atUs < atUs - ANSWERS_AWAITED_US;
}

/** Every expert of the mixture has spoken. */
function isComplete(group: readonly VerifiedRow[], { experts }: Pairing): boolean {
  const answered = new Set(group.map((row) => row.attempt?.expert ?? row.outcome.expert));
  return group.some((row) => row.shadowOf === null) && experts.every((expert) => answered.has(expert));
}

function isShadowed({ answers }: PairedRow): boolean {
  return answers.filter((answer) => answer !== null).length > 1;
}
