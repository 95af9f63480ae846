import type { PlanPolicy } from "../sequential/plan-policy.ts";
import type { Candidates } from "./learn-candidates.ts";
import type { OutcomeTable } from "./outcome-table.ts";

/** One candidate as the policy that will serve; experts no component may ask are left out. */
export function policyOf(
  { components, lambdas, spending }: Candidates,
  table: OutcomeTable,
  of: {
    readonly chosen: number;
    readonly callsMax: number;
    readonly reference: number;
    readonly hidden: readonly "family"[];
  },
): PlanPolicy {
  const pooled = new Set(components.flatMap(({ component }) => component.pool));
  const kept = [...pooled].toSorted((a, b) => a - b);
  return {
    experts: kept.map((k) => table.experts[k]!),
    reference: kept.indexOf(of.reference),
    callsMax: of.callsMax,
    lambda: lambdas[of.chosen]!,
    costKnown: spending.known,
    hideFamily: of.hidden.includes("family"),
    components: components.map(({ component, plans }) => ({
      component,
      plan: plans[of.chosen]!,
      columns: component.pool.map((k) => kept.indexOf(k)),
    })),
  };
}
