import type { VerifiedRow } from "../../core/verified-row.ts";
import type { LearnerPlan } from "./learner-plan.ts";

export type DriftAlarm = { readonly expert: string; readonly reason: string };

/** Watches every expert of a mixture for a change of what it gets right. */
export type DriftWatch = {
  saw(row: VerifiedRow): void;
  alarms(): readonly DriftAlarm[];
  /** A change was recorded at this moment: the expert is another one since. */
  restart(expert: string, changedUs: number): void;
};

export function createDriftWatch(_plan: LearnerPlan): DriftWatch {
  return { saw: () => undefined, alarms: () => [], restart: () => undefined };
}
