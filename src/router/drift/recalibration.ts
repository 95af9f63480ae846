/**
 * How much a logit of prediction is worth. Predictions that exaggerate would make a run of easy questions look like a
 * drop, so their slope is learnt too, around their mean (which the baseline takes care of).
 */
export type Recalibration = {
  readonly slope: number;
  readonly centre: number;
  /** Fisher information on the slope so far, with a prior worth some answers that it is 1. */
  readonly information: number;
  readonly answers: number;
};

export const UNCALIBRATED: Recalibration = { slope: 1, centre: 0, information: 10, answers: 0 };

/** What has been learnt counts as much as this at most, so that it is forgotten in the end. */
const INFORMATION_MAX = 1_000;
const ANSWERS_MAX = 5_000;
const SLOPE_MAX = 3;

export function recalibrated({ slope, centre }: Recalibration, logit: number): number {
  return centre + slope * (logit - centre);
}

export type Lesson = { readonly logit: number; readonly right: boolean; readonly expected: number };

/** One step of Newton's method on the likelihood of this answer: online logistic regression on one number. */
export function recalibrate(before: Recalibration, { logit, right, expected }: Lesson): Recalibration {
  const answers = Math.min(ANSWERS_MAX, before.answers + 1);
  const distance = logit - before.centre;
  const information = Math.min(
    INFORMATION_MAX,
    before.information + expected * (1 - expected) * distance ** 2,
  );
  const slope = before.slope + ((Number(right) - expected) * distance) / information;
  return {
    slope: Math.min(SLOPE_MAX, Math.max(0, slope)),
    centre: before.centre + distance / answers,
    information,
    answers,
  };
}
