import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import { SUCCESS_MODEL_KINDS } from "../success/registry.ts";
import { posteriorLayout } from "./answer-posterior.ts";
import type { PlanGains } from "./fit-plan.ts";
import type { PlanPolicy } from "./plan-policy.ts";
import { stateLength } from "./plan-state.ts";

/** Sets of experts are bits of a number, and their tables double with each expert. */
const POOL_MAX = 12;

const numbers = z.array(z.number());

const componentSchema = z.strictObject({
  /** Position in the success model's experts, and in the policy's, per expert of the plan. */
  pool: z.array(z.int().min(0)).min(1).max(POOL_MAX),
  columns: z.array(z.int().min(0)).min(1).max(POOL_MAX),
  experts: z.int().min(1).max(1_000),
  success: z.unknown(),
  cost: z.strictObject({
    baseUsd: numbers,
    usdPerToken: numbers,
    extraUsd: numbers,
    unitUsd: z.number().gt(0),
  }),
  /** Position of the reference among the plan's experts. */
  reference: z.int().min(0),
  vote: numbers,
  /** By set of asked experts, one bit each. */
  gains: z.array(z.tuple([z.int().min(0), z.array(numbers.nullable())])),
});

export const planStateSchema = z.strictObject({
  kind: z.literal("plan"),
  reference: z.int().min(0),
  callsMax: z.int().min(1).max(4),
  lambda: z.number().min(0),
  costKnown: z.boolean(),
  hideFamily: z.boolean(),
  model: z.string(),
  components: z.array(componentSchema).min(1).max(16),
});

export type PlanState = z.infer<typeof planStateSchema>;

/** A policy as JSON, and back. */
export function writePlanPolicy(policy: PlanPolicy, model: string): PlanState {
  const { reference, callsMax, lambda, costKnown, hideFamily } = policy;
  return {
    kind: "plan",
    reference,
    callsMax,
    lambda,
    costKnown,
    hideFamily,
    model,
    components: policy.components.map(({ component, plan, columns }) => ({
      pool: [...component.pool],
      columns: [...columns],
      experts: component.experts,
      success: component.success.state(),
      cost: {
        baseUsd: [...component.cost.baseUsd],
        usdPerToken: [...component.cost.usdPerToken],
        extraUsd: [...component.cost.extraUsd],
        unitUsd: component.cost.unitUsd,
      },
      reference: component.vote.reference,
      vote: [...component.vote.weights],
      gains: [...plan.gains].map(([mask, own]) => [mask, own.map((weights) => weights && [...weights])]),
    })),
  };
}

/** Throws `invalid_policy` when lengths and positions do not fit together. */
export function readPlanPolicy(experts: readonly string[], state: PlanState): PlanPolicy {
  const kind = SUCCESS_MODEL_KINDS.find((known) => known.kind === state.model);
  if (kind === undefined) throw invalid(`there is no kind of success model '${state.model}'`);
  check(state.reference < experts.length, "its reference is not one of its experts");
  const components = state.components.map((one) => {
    checkComponent(one, experts.length);
    const size = one.pool.length;
    const vote = {
      weights: Float64Array.from(one.vote),
      layout: posteriorLayout(size),
      experts: size,
      reference: one.reference,
    };
    const success = kind.restore(one.success);
    const component = { pool: one.pool, experts: one.experts, success, cost: one.cost, vote };
    const gains: PlanGains = new Map(
      one.gains.map(([mask, own]) => [mask, own.map((weights) => weights && Float64Array.from(weights))]),
    );
    return { component, columns: one.columns, plan: { vote, gains, lambda: state.lambda } };
  });
  const { reference, callsMax, lambda, costKnown, hideFamily } = state;
  return { experts, reference, callsMax, lambda, costKnown, hideFamily, components };
}

function checkComponent(one: PlanState["components"][number], experts: number): void {
  const size = one.pool.length;
  const { baseUsd, usdPerToken, extraUsd } = one.cost;
  check(
    [one.columns, baseUsd, usdPerToken, extraUsd].every(({ length }) => length === size),
    "its lists of experts differ in length",
  );
  check(one.pool.every((k) => k < one.experts) && one.reference < size, "it names experts it does not have");
  check(
    one.columns.every((k) => k < experts) && new Set(one.columns).size === size,
    "it names experts it does not have",
  );
  check(one.vote.length === posteriorLayout(size).length, "its votes do not fit its experts");
  const length = stateLength(size);
  check(
    one.gains.every(
      ([mask, own]) =>
        mask < 1 << size &&
        own.length === size &&
        own.every((weights) => weights === null || weights.length === length),
    ),
    "its gains do not fit its experts",
  );
}

function check(fits: boolean, otherwise: string): void {
  if (!fits) throw invalid(otherwise);
}

function invalid(what: string): AppError {
  return new AppError("invalid_policy", `The policy's learnt state is not valid: ${what}`, {
    hint: "Learn it again with this version of Toque.",
  });
}
