import type { Energy } from "../../core/request-record.ts";
import type { PowerMeter } from "./meter.ts";

export type EnergyRun = {
  /** What this attempt used, `null` when the meter failed while it ran. A second call says the same. */
  stop(): Energy | null;
};

type EnergyTotals = {
  /** Given to attempts that have stopped and know it. */
  readonly attempts: number;
  /** Spent while no attempt ran. */
  readonly idle: number;
  /** Spent while the meter failed, and what attempts that ran then had been given. */
  readonly unknown: number;
  /** Given to attempts that still run. */
  readonly running: number;
};

export type EnergyShare = {
  start(): EnergyRun;
  totals(): EnergyTotals;
};

type Running = { millijoules: number; known: boolean };

/**
 * Splits one meter among the attempts that run on this machine at the same time: what was spent since the
 * last start or stop is shared equally among those that ran. Whole millijoules, none lost: attempts + idle +
 * unknown + running is always what the meter counted.
 */
export function apportion(meter: PowerMeter): EnergyShare {
  const running = new Set<Running>();
  const totals = { attempts: 0, idle: 0, unknown: 0 };
  let last = readOrNull(meter);
  let failed = last === null;
  let turn = 0;

  const settle = (): void => {
    const now = readOrNull(meter);
    if (now === null) {
      failed = true;
      for (const run of running) run.known = false;
      return;
    }
    const spent = last === null ? 0 : Math.max(0, now - last);
    last = now;
    if (failed) totals.unknown += spent;
    else if (running.size === 0) totals.idle += spent;
    else turn = shareEqually(running, spent, turn);
    failed = false;
  };

  return {
    start() {
      settle();
      const run: Running = { millijoules: 0, known: !failed };
      running.add(run);
      let energy: Energy | null = null;
      return {
        stop() {
          if (!running.has(run)) return energy;
          settle();
          running.delete(run);
          totals[run.known ? "attempts" : "unknown"] += run.millijoules;
          if (run.known) energy = { millijoules: run.millijoules, source: meter.source };
          return energy;
        },
      };
    },
    totals() {
      settle();
      return { ...totals, running: [...running].reduce((sum, { millijoules }) => sum + millijoules, 0) };
    },
  };
}

/** What does not divide goes to the runs in turn, a millijoule each, so that over time nobody pays more. */
function shareEqually(running: ReadonlySet<Running>, spent: number, turn: number): number {
  const each = Math.floor(spent / running.size);
  const left = spent % running.size;
  const first = turn % running.size;
  let position = 0;
  for (const run of running) {
    const place = (position - first + running.size) % running.size;
    run.millijoules += place < left ? each + 1 : each;
    position++;
  }
  return first + left;
}

function readOrNull(meter: PowerMeter): number | null {
  try {
    return meter.readMillijoules();
  } catch {
    return null;
  }
}
