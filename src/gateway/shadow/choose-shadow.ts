import type { Mixture } from "../mixture.ts";
import type { EvidenceCounts } from "./evidence-counts.ts";
import type { ShadowPlan } from "./shadow-plan.ts";
import { SHADOW_DRAWN, SHADOW_PROBE } from "./shadow-reason.ts";
import type { ShadowRule } from "./shadow-decision.ts";

export type Choosing = {
  readonly mixture: Mixture;
  readonly plan: ShadowPlan;
  readonly task: string | null;
  /** Experts that could answer besides those that have. */
  readonly others: readonly string[];
  readonly evidence: EvidenceCounts;
  /** Its own draw, which knows neither the request nor the answer. */
  readonly draw: number;
};

/** Whether the others are asked: by the draw alone, else because the evidence of the family is thin. */
export function chooseShadow({ mixture, plan, task, others, evidence, draw }: Choosing): ShadowRule | null {
  if (others.length === 0) return null;
  const rule = { mixture: mixture.name, task, draw };
  if (draw < plan.share) {
    const reason = `${SHADOW_DRAWN}, ${draw.toFixed(4)} < ${plan.share}`;
    return { ...rule, chance: plan.share, reason };
  }
  const lacking = evidence.lacking(task, others, plan.probesPerFamily);
  if (lacking === null) return null;
  const family = task === null ? "requests without a task" : `'${task}'`;
  const has = `${lacking.expert} has ${lacking.answers} of ${plan.probesPerFamily} checked answers to ${family}`;
  return { ...rule, chance: 1, reason: `${SHADOW_PROBE}, ${has}` };
}
