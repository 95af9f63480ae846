/** How the other experts of a mixture are asked beside a client's request, and what that may cost. */
export type ShadowPlan = {
  /** Share of verifiable requests that all other experts answer too. */
  readonly share: number;
  /** Until each expert has this many verified answers in a family, every verifiable request of it is shadowed. */
  readonly probesPerFamily: number;
  readonly usdPerDay: number;
  /** Calls a day to experts without a known price, which money cannot limit. */
  readonly unpricedCallsPerDay: number;
  /** Shadow calls at work at the same time. */
  readonly inFlightMax: number;
};
