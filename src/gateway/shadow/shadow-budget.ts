import type { ShadowPlan } from "./shadow-plan.ts";

const NANO_USD_PER_USD = 1e9;
const DAY_US = 86_400_000_000;

/** What has been spent on a day (UTC) already. */
export type Spent = { readonly nanoUsd: number; readonly unpricedCalls: number };

/** What a call is thought to cost; `null`: no price is known, so that calls are counted instead. */
export type Estimate = number | null;

/** Keeps shadow runs within what a day may cost: money is set aside before a call and settled after it. */
export class ShadowBudget {
  readonly #plan: ShadowPlan;
  #day = -1;
  #nanoUsd = 0;
  #unpricedCalls = 0;

  constructor(plan: ShadowPlan) {
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
    if (this.#nanoUsd + nanoUsd > this.#plan.usdPerDay * NANO_USD_PER_USD) return false;
    if (this.#unpricedCalls + unpriced > this.#plan.unpricedCallsPerDay) return false;
    this.#nanoUsd += nanoUsd;
    this.#unpricedCalls += unpriced;
    return true;
  }

  /** A call was made: its real cost takes the estimate's place, which stands where the cost stayed unknown. */
  settle(estimate: Estimate, nanoUsd: number | null): void {
    if (estimate !== null && nanoUsd !== null) this.#add(nanoUsd - estimate, 0);
  }

  /** A call was not made after all. */
  release(estimate: Estimate): void {
    this.#add(-(estimate ?? 0), estimate === null ? -1 : 0);
  }

  /** What was set aside yesterday is not given back to today. */
  #add(nanoUsd: number, unpricedCalls: number): void {
    this.#nanoUsd = Math.max(0, this.#nanoUsd + nanoUsd);
    this.#unpricedCalls = Math.max(0, this.#unpricedCalls + unpricedCalls);
  }

  #turnTo(nowUs: number): void {
    const day = Math.floor(nowUs / DAY_US);
    if (day === this.#day) return;
    this.#day = day;
    this.#nanoUsd = 0;
    this.#unpricedCalls = 0;
  }
}

export function startOfDayUs(nowUs: number): number {
  return nowUs - (nowUs % DAY_US);
}
