import type { ShadowPlan } from "./shadow-plan.ts";

const NANO_USD_PER_USD = 1e9;
const DAY_US = 86_400_000_000;

/** What has been spent on a day (UTC) already. */
export type Spent = { readonly nanoUsd: number; readonly unpricedCalls: number };

/** What a call is thought to cost; `null`: no price is known, so that calls are counted instead. */
export type Estimate = number | null;

/** One call's share of what was set aside, and when: what is left of yesterday's is not today's. */
export type Reserved = { readonly estimate: Estimate; readonly reservedUs: number };

type Limits = Pick<ShadowPlan, "usdPerDay" | "unpricedCallsPerDay">;

const NOTHING: Spent = { nanoUsd: 0, unpricedCalls: 0 };

/**
 * Keeps shadow runs within what a day may cost: money is set aside before a call and settled after it. Near the limit dear
 * rows would be refused and cheap ones not, and what is drawn were no fair sample: after a row was refused, none is
 * granted that day unless there is room for that one as well.
 */
export class ShadowBudget {
  readonly #plan: Limits;
  #day = -1;
  #nanoUsd = 0;
  #unpricedCalls = 0;
  /** The largest row that was refused today. */
  #refused: Spent = NOTHING;

  constructor(plan: Limits) {
    this.#plan = plan;
  }

  /** After a restart: what the ledger holds of the day. */
  restore(spent: Spent, nowUs: number): void {
    this.#turnTo(nowUs);
    this.#nanoUsd += spent.nanoUsd;
    this.#unpricedCalls += spent.unpricedCalls;
  }

  /** Sets aside what these calls may cost together; false, and nothing set aside, when that is too much. */
  reserve(estimates: readonly Estimate[], nowUs: number): boolean {
    this.#turnTo(nowUs);
    const nanoUsd = estimates.reduce<number>((sum, estimate) => sum + (estimate ?? 0), 0);
    const unpriced = estimates.filter((estimate) => estimate === null).length;
    const usable = {
      nanoUsd: this.#plan.usdPerDay * NANO_USD_PER_USD,
      unpricedCalls: this.#plan.unpricedCallsPerDay,
    };
    // What no day could pay for is left out like what is too large to wait; the others need not.
    if (nanoUsd > usable.nanoUsd || unpriced > usable.unpricedCalls) return false;
    const need = {
      nanoUsd: Math.max(nanoUsd, this.#refused.nanoUsd),
      unpricedCalls: Math.max(unpriced, this.#refused.unpricedCalls),
    };
    if (
      this.#nanoUsd + need.nanoUsd > Math.max(usable.nanoUsd, this.#nanoUsd) ||
      this.#unpricedCalls + need.unpricedCalls > Math.max(usable.unpricedCalls, this.#unpricedCalls)
    ) {
      this.#refused = need;
      return false;
    }
    this.#nanoUsd += nanoUsd;
    this.#unpricedCalls += unpriced;
    return true;
  }

  /** A call was made: its real cost takes the estimate's place, which stands where the cost stayed unknown. */
  settle({ estimate, reservedUs }: Reserved, nanoUsd: number | null): void {
    if (nanoUsd !== null) this.#add(reservedUs, { nanoUsd: nanoUsd - (estimate ?? 0), unpricedCalls: 0 });
  }

  /** A call was not made after all. */
  release({ estimate, reservedUs }: Reserved): void {
    this.#add(reservedUs, { nanoUsd: -(estimate ?? 0), unpricedCalls: estimate === null ? -1 : 0 });
  }

  /** What was set aside yesterday is not given back to today. */
  #add(reservedUs: number, { nanoUsd, unpricedCalls }: Spent): void {
    if (dayOf(reservedUs) !== this.#day) return;
    this.#nanoUsd = Math.max(0, this.#nanoUsd + nanoUsd);
    this.#unpricedCalls = Math.max(0, this.#unpricedCalls + unpricedCalls);
  }

  #turnTo(nowUs: number): void {
    const day = dayOf(nowUs);
    if (day <= this.#day) return;
    this.#day = day;
    this.#nanoUsd = 0;
    this.#unpricedCalls = 0;
    this.#refused = NOTHING;
  }
}

function dayOf(atUs: number): number {
  return Math.floor(atUs / DAY_US);
}

export function startOfDayUs(nowUs: number): number {
  return nowUs - (nowUs % DAY_US);
}
