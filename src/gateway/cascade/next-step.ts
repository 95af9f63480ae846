import type { Decision } from "../../core/decision.ts";
import type { DecisionInput, Policy } from "../../router/policy.ts";
import { NO_ANSWER } from "../../router/learner/outcome-table.ts";
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

/** Without a policy of cascades: an answer that failed its check, or is none, asks the next in order; else it stands. */
function downTheOrder(input: DecisionInput, decision: Decision, seen: readonly SeenAnswer[]): Step {
  const last = seen.at(-1);
  const bad = last === undefined || last.passed === false || last.answer === NO_ANSWER;
  if (!bad) return { type: "answer", index: seen.length - 1, reason: "nothing says that it is wrong" };
  const asked = new Set(seen.map((answer) => input.arms[answer.expert]?.expert));
  for (const name of decision.order) {
    const expert = input.arms.findIndex((arm) => arm.expert === name && arm.excluded === null);
    if (expert === -1 || asked.has(name)) continue;
    return {
      type: "ask",
      expert,
      reason: last?.passed === false ? "the check failed" : "there was no answer",
    };
  }
  const said = seen.findLastIndex((answer) => answer.answer !== NO_ANSWER);
  return { type: "answer", index: Math.max(0, said), reason: "nobody else can be asked" };
}
