import { AppError } from "../../core/app-error.ts";
import type { Prospect } from "./sequential-policy.ts";

/** Who is asked when a policy has no choice of its own: the reference, or whoever is there. */
export function stopgap(reference: number, prospect: Prospect): number {
  if (prospect.available[reference]) return reference;
  const any = prospect.available.indexOf(true);
  if (any < 0) throw new AppError("expert_unavailable", "No expert of the policy can be asked now");
  return any;
}

/** Which answer stands when none says anything that can be compared: the reference's, else the last. */
export function fallbackOf(reference: number, asked: readonly number[]): number {
  const at = asked.indexOf(reference);
  return at >= 0 ? at : asked.length - 1;
}
