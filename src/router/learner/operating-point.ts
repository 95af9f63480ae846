/** What one candidate policy did on the validation rows. */
export type OperatingPoint = {
  /** `reference`, or the plan family and its λ. */
  readonly candidate: string;
  /** Share right a US dollar must bring; `null` for the reference alone. */
  readonly lambdaPerUsd: number | null;
  readonly rows: number;
  readonly accuracy: number;
  readonly costUsd: number | null;
  /** Of the reference's mean cost on the same rows. */
  readonly costShare: number | null;
  readonly callsPerQuestion: number;
  /** Mean paired difference to the reference and its one-sided lower bound. */
  readonly difference: number;
  readonly lowerBound: number;
  /** Within the tolerance, as is every safer candidate walked before it. */
  readonly certified: boolean;
};
