export type DriftRules = {
  /** Chance of a false alarm within so many verified answers of an expert that stays as it is. */
  readonly falseAlarmShare: number;
  readonly answers: number;
  /** Verified answers from which what is normal is learnt first. */
  readonly referenceAnswers: number;
};

export const DRIFT_RULES: DriftRules = { falseAlarmShare: 0.05, answers: 100_000, referenceAnswers: 200 };
