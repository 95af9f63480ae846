import { expectedUsd } from "./cost-model.ts";
import { stepPlan } from "./plan.ts";
import type { Plan, PlanScratch, PlanSituation } from "./plan.ts";
import { emptyScratch, emptyView, viewRequest } from "./plan-component.ts";
import type { PlanComponent, PlanView } from "./plan-component.ts";
import { NO_ANSWER } from "../learner/outcome-table.ts";
import { fallbackOf, stopgap } from "./stopgap.ts";
import type { Prospect, SeenAnswer, SequentialPolicy, Step } from "./sequential-policy.ts";

export type PlanPolicy = {
  readonly experts: readonly string[];
  readonly reference: number;
  readonly callsMax: number;
  /** Share right that the reference's mean cost has to bring. */
  readonly lambda: number;
  /** False when no cost was known: then a call counts as one unit, and no price is predicted. */
  readonly costKnown: boolean;
  readonly hideFamily: boolean;
  readonly components: readonly {
    readonly component: PlanComponent;
    readonly plan: Plan;
    /** Position in `experts`, per expert of the plan. */
    readonly columns: readonly number[];
  }[];
};

type Part = PlanPolicy["components"][number] & {
  readonly view: PlanView;
  readonly scratch: PlanScratch;
};

/** Serves learnt plans. A request's deal says which component decides: each was judged on rows it had not seen. */
export function planPolicy(policy: PlanPolicy, state: () => unknown): SequentialPolicy {
  const parts: readonly Part[] = policy.components.map((part) => ({
    ...part,
    view: emptyView(part.component),
    scratch: emptyScratch(part.columns.length),
  }));
  let viewed: Pick<Prospect, "features" | "deal"> | null = null;
  let current = parts[0]!;
  /** The part that decides, with its view of the request: a run asks several times about the same one. */
  const partFor = ({ features, deal }: Prospect): Part => {
    if (viewed?.features === features && viewed.deal === deal) return current;
    const shown = policy.hideFamily ? { ...features, family: null } : features;
    current = parts[Math.floor(deal * parts.length)]!;
    viewRequest(current.component, shown, current.view);
    viewed = { features, deal };
    return current;
  };
  return {
    experts: policy.experts,
    callsMax: policy.callsMax,
    lambdaPerUsd: policy.costKnown ? policy.lambda / policy.components[0]!.component.cost.unitUsd : null,
    predict(prospect) {
      const { component, columns, view } = partFor(prospect);
      const success = new Float64Array(policy.experts.length).fill(Number.NaN);
      const costUsd = prospect.costUsd.slice();
      columns.forEach((expert, k) => {
        success[expert] = view.success[k]!;
        if (Number.isNaN(costUsd[expert]!) && policy.costKnown)
          costUsd[expert] = expectedUsd(component.cost, k, prospect.features.inputTokensEstimate);
      });
      return { success, costUsd };
    },
    next(prospect, seen) {
      const passed = seen.findIndex((answer) => answer.passed === true);
      if (passed >= 0) return { type: "answer", index: passed, reason: "its check passed" };
      return decide(policy, partFor(prospect), { prospect, seen });
    },
    state,
  };
}

function decide(
  policy: PlanPolicy,
  part: Part,
  run: { readonly prospect: Prospect; readonly seen: readonly SeenAnswer[] },
): Step {
  const { prospect, seen } = run;
  const { columns } = part;
  const full = seen.length >= policy.callsMax;
  const step = stepPlan(part.plan, situation(policy, part, { ...run, full }), part.scratch);
  if (step.type === "ask") {
    const expert = columns[step.expert]!;
    const chance = part.view.success[step.expert]!.toFixed(2);
    const why = seen.length === 0 ? "worth most" : `worth ${step.gain.toFixed(3)} more than it costs`;
    return { type: "ask", expert, reason: `${policy.experts[expert]} is right with ${chance}; ${why}` };
  }
  if (seen.length === 0)
    return {
      type: "ask",
      expert: stopgap(policy.reference, prospect),
      reason: "no expert of the plan is available",
    };
  const standing = step.expert === null ? -1 : seen.findIndex((one) => one.expert === columns[step.expert!]);
  const index =
    standing >= 0
      ? standing
      : fallbackOf(
          policy.reference,
          seen.map(({ expert }) => expert),
        );
  return {
    type: "answer",
    index,
    reason: full ? "no call is left" : "another answer is not worth its price",
  };
}

function situation(
  policy: PlanPolicy,
  part: Part,
  run: { readonly prospect: Prospect; readonly seen: readonly SeenAnswer[]; readonly full: boolean },
): PlanSituation {
  const { columns, view } = part;
  const { prospect, seen } = run;
  const answer = new Int32Array(columns.length).fill(NO_ANSWER);
  const wrong = new Set(
    seen.filter((one) => one.passed === false && one.answer >= 0).map((one) => one.answer),
  );
  let asked = 0;
  let available = 0;
  for (let k = 0; k < columns.length; k++) {
    const expert = columns[k]!;
    const given = seen.find((one) => one.expert === expert);
    if (given !== undefined) {
      asked |= 1 << k;
      if (given.passed !== false && !wrong.has(given.answer)) answer[k] = given.answer;
    } else if (!run.full && prospect.available[expert]) available |= 1 << k;
  }
  return { ...view, offset: 0, asked, available, answer };
}
