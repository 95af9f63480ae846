/** What one candidate policy did on rows it was not learnt from. */
export type OperatingPoint = {
  readonly candidate: string;
  /** Share right that the reference's mean cost had to bring. */
  readonly lambda: number;
  /** Different questions. */
  readonly questions: number;
  readonly accuracy: number;
  /** Mean per question, in USD (time included where the objective prices it); calls where no cost is known. */
  readonly cost: number;
  /** Of the reference's mean cost on the same rows. */
  readonly costShare: number | null;
  readonly callsPerQuestion: number;
  /** Mean paired difference to the reference and its one-sided lower bound. */
  readonly difference: number;
  readonly lowerBound: number;
  /** The objective's bound holds; for `match` of every safer candidate too. */
  readonly certified: boolean;
};
