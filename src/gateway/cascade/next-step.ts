import type { Decision } from "../../core/decision.ts";
import type { DecisionInput, Policy } from "../../router/policy.ts";
import type { SeenAnswer, Step } from "../../router/sequential/sequential-policy.ts";

export type Standing = {
  readonly policy: Policy;
  readonly input: DecisionInput;
  readonly decision: Decision;
  readonly seen: readonly SeenAnswer[];
  /** Names of experts that failed in this request. */
  readonly failed: ReadonlySet<string>;
  /** No more calls may be made: one of the answers has to stand. */
  readonly over: boolean;
};

/** What a cascade does after at least one answer: a passed check ends it, then the policy says. */
export function nextInCascade(standing: Standing): Step {
  const { policy, decision, seen, failed, over } = standing;
  const passed = seen.findIndex((answer) => answer.passed === true);
  if (passed !== -1) return { type: "answer", index: passed, reason: "its check passed" };
  const arms = standing.input.arms.map((arm) => ({
    ...arm,
    excluded: arm.excluded ?? (over || failed.has(arm.expert) ? "failed" : null),
  }));
  const input: DecisionInput = { ...standing.input, arms };
  const step = policy.next?.(input, decision, seen) ?? downTheOrder(input, decision, seen);
  if (step.type === "answer") return step;
  // Whoever was asked or cannot serve is not asked again: then what there is has to do.
  const asked = seen.some((answer) => answer.expert === step.expert);
  if (!asked && arms[step.expert]?.excluded === null) return step;
  return { type: "answer", index: seen.length - 1, reason: "nobody else can be asked" };
}

/** Without a policy of cascades: a failed check asks the next in order, and the last answer stands. */
function downTheOrder(input: DecisionInput, decision: Decision, seen: readonly SeenAnswer[]): Step {
  const index = seen.length - 1;
  if (seen[index]?.passed !== false)
    return { type: "answer", index, reason: "no check said that it is wrong" };
  const asked = new Set(seen.map((answer) => input.arms[answer.expert]?.expert));
  for (const name of decision.order) {
    const expert = input.arms.findIndex((arm) => arm.expert === name && arm.excluded === null);
    if (expert !== -1 && !asked.has(name)) return { type: "ask", expert, reason: "the check failed" };
  }
  return { type: "answer", index, reason: "nobody else can be asked" };
}
