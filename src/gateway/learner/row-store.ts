import type { VerifiedRow } from "../../core/verified-row.ts";
import { askedAside } from "../shadow/shadow-reason.ts";
import { pairRows, type PairedRow, type Pairing } from "./pair-rows.ts";

/** After this long an answer that has not come will not come: no call lasts longer, unless the process died. */
const ANSWERS_AWAITED_US = 15 * 60 * 1e6;

export type RowStore = {
  /** Folds verdicts in, in the order of their ids; returns the shadowed requests that are complete now, by id. */
  add(rows: readonly VerifiedRow[], untilUs: number): readonly PairedRow[];
};

/**
 * Collects the verdicts of a request and its shadow runs, which come one by one. Rows are released in the order in which
 * clients asked: what fails takes longer, and evidence in the order of its arrival would begin with the successes.
 */
export function createRowStore(pairing: Pairing, waitingMax: number): RowStore {
  const waiting = new Map<string, VerifiedRow[]>();

  function fold(row: VerifiedRow): void {
    const requestId = row.shadowOf ?? row.requestId;
    const group = waiting.get(requestId);
    // What comes later than this is not looked at, whether or not the rest was released meanwhile.
    if (group !== undefined && !isLate(group, row.outcome.atUs)) group.push(row);
    if (group === undefined && isAwaited(row)) waiting.set(requestId, [row]);
  }

  return {
    add(rows, untilUs) {
      for (const row of rows) fold(row);
      const released: PairedRow[] = [];
      let excess = waiting.size - waitingMax;
      const inOrder = [...waiting].toSorted(([, left], [, right]) => receivedUs(left) - receivedUs(right));
      for (const [requestId, group] of inOrder) {
        if (excess-- <= 0 && !isLate(group, untilUs) && !isComplete(group)) break;
        waiting.delete(requestId);
        released.push(...pairRows(group, pairing).filter(isShadowed));
      }
      return released;
    },
  };
}

/** A client's request whose check was applied and that others are asked too; what is said of it later is not awaited. */
function isAwaited({ shadowOf, outcome, decision }: VerifiedRow): boolean {
  return shadowOf === null && outcome.source === "check" && askedAside(decision).length > 0;
}

function receivedUs([client]: readonly VerifiedRow[]): number {
  return client?.receivedUs ?? 0;
}

function isLate([first]: readonly VerifiedRow[], atUs: number): boolean {
  return first !== undefined && first.outcome.atUs < atUs - ANSWERS_AWAITED_US;
}

/** Everyone who was asked has spoken. */
function isComplete(group: readonly VerifiedRow[]): boolean {
  const answered = new Set(group.map((row) => row.attempt?.expert ?? row.outcome.expert));
  return group[0] !== undefined && askedAside(group[0].decision).every((expert) => answered.has(expert));
}

function isShadowed({ answers }: PairedRow): boolean {
  return answers.filter((answer) => answer !== null).length > 1;
}
