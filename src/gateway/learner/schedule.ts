/** Complete rows the first policy is learnt from; below, the learner says that it knows too little. */
export const FIRST_LEARNT_ROWS = 60;
const GROWTH = 1.5;
/** Beyond this many new rows one learns again in any case. */
const STEP_MAX = 4_000;

/**
 * When to learn: at 60 rows, then whenever they have grown by half. So all learning together costs about three times the
 * last, and few versions share the error there is to spend.
 */
export function nextLearningAt(rowsAtLast: number | null): number {
  if (rowsAtLast === null) return FIRST_LEARNT_ROWS;
  return Math.min(Math.max(GROWTH * rowsAtLast, FIRST_LEARNT_ROWS), rowsAtLast + STEP_MAX);
}
