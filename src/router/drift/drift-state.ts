import { z } from "zod";
import { GRID_SIZE } from "./offset-grid.ts";

const masses = z.array(z.number().nonnegative()).length(GRID_SIZE);
const count = z.number().int().nonnegative();

const DRIFT_STATE = z.strictObject({
  answers: count,
  calibration: z.strictObject({
    slope: z.number(),
    centre: z.number(),
    information: z.number().positive(),
    answers: count,
  }),
  unchanged: masses,
  changed: z.array(masses).length(2),
  suspicions: z
    .array(
      z.strictObject({
        evidence: z.number(),
        answers: count,
        right: count,
        expected: z.number().nonnegative(),
      }),
    )
    .length(2),
  alarm: z
    .strictObject({ answersSince: count, rightShare: z.number(), expectedShare: z.number() })
    .nullable(),
});

export type DriftState = z.infer<typeof DRIFT_STATE>;

/** `null` when it is not the state of a drift test of this version: then a new test begins. */
export function readDriftState(state: unknown): DriftState | null {
  const read = DRIFT_STATE.safeParse(state);
  return read.success ? read.data : null;
}
