import { AppError } from "../../core/app-error.ts";
import type { Decision } from "../../core/decision.ts";
import { choose, feasibleArms } from "../../router/choose.ts";
import { thompson } from "../../router/policies/thompson.ts";
import type { DecisionInput, Policy } from "../../router/policy.ts";
import { firstAsk, nextStep } from "../../router/sequential/first-ask.ts";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";
import { createExplorer, type Explorer } from "./explorer.ts";
import type { LiveObjective, ServedPolicy, Serving, Steering } from "./serving.ts";

type Options = LiveObjective & {
  readonly name: string;
  readonly experts: readonly string[];
  readonly mode: "route" | "cascade";
  /** Share of the certified traffic that is drawn among the safe experts. */
  readonly exploreShare: number;
  /** What that may cost a day more than the policy's own choices. */
  readonly exploreUsdPerDay: number;
  readonly nowUs: () => number;
};

/** The reference as a policy, in headers and the ledger. */
const REFERENCE_POLICY = { name: "reference", version: "1" };
const LEARNED_NAME = "learned";
/** What the sampler remembers of earlier outcomes at each new one: an expert that changed is found out. */
const KEPT_SHARE = 0.999;

/** A mixture that serves its reference until it is steered to a policy, and again when that one's certificate ends. */
export function openSteering(options: Options): { readonly steering: Steering; readonly policy: Policy } {
  const { name, experts, objective, reference, nowUs } = options;
  // Costs are handed to the sampler in success points, hence one dollar a point.
  const sampler = thompson.open(thompson.options.parse({ forget: KEPT_SHARE, usd_per_correct: 1 }), {
    name,
    experts,
  });
  const explorer = createExplorer(sampler, { nowUs, usdPerDay: options.exploreUsdPerDay });
  let serving: Serving = { role: "reference", reason: "there is no certificate yet" };
  const now = (): Serving => (serving = lapsed(serving, nowUs()) ?? serving);
  // A cascade goes on with the policy it began with, whatever serves by then.
  const begunWith = new WeakMap<Decision, SequentialPolicy>();
  const steering: Steering = {
    objective,
    reference,
    serving: now,
    steer(next) {
      if (next.role === "policy") refuseStrangers(next.policy, options);
      serving = next;
    },
  };
  const policy: Policy = {
    get name() {
      return now().role === "policy" ? LEARNED_NAME : REFERENCE_POLICY.name;
    },
    get version() {
      const current = now();
      return current.role === "policy" ? current.version : REFERENCE_POLICY.version;
    },
    decide(input) {
      const current = now();
      if (current.role === "reference")
        return askReference(input, explorer, { reference, why: current.reason });
      // Its certificate is about answers that are compared; one step of it is another policy.
      if (options.mode === "cascade" && input.mode === "route" && current.policy.callsMax > 1)
        return askReference(input, explorer, {
          reference,
          why: "answers to this request cannot be held back",
        });
      const decision = askPolicy(input, explorer, { serving: current, exploreShare: options.exploreShare });
      begunWith.set(decision, current.policy);
      return decision;
    },
    next(input, decision, seen) {
      const begun = begunWith.get(decision);
      if (begun === undefined) return { type: "answer", index: 0, reason: "one expert was asked" };
      return nextStep(begun, input, seen);
    },
    learn: (outcome) => sampler.learn(outcome),
    restore: (counts) => sampler.restore?.(counts),
  };
  return { steering, policy };
}

function lapsed(serving: Serving, atUs: number): Serving | null {
  if (serving.role !== "policy" || serving.certificate === null) return null;
  if (atUs < serving.certificate.expiresUs) return null;
  return { role: "reference", reason: `the certificate ${serving.certificate.id} has expired` };
}

function refuseStrangers(policy: SequentialPolicy, { name, experts }: Options): void {
  const strangers = policy.experts.filter((expert) => !experts.includes(expert));
  if (strangers.length === 0) return;
  throw new AppError(
    "invalid_policy",
    `the policy asks ${strangers.join(", ")}, which '${name}' does not have`,
    {
      hint: `the experts of '${name}' are ${experts.join(", ")}`,
    },
  );
}

/** The reference alone; when it cannot serve, whoever has been right most often, and the reason says so. */
function askReference(
  input: DecisionInput,
  explorer: Explorer,
  { reference, why }: { readonly reference: string; readonly why: string },
): Decision {
  const feasible = feasibleArms(input);
  const route: DecisionInput = { ...input, mode: "route" };
  const predictedSuccess = explorer.successes(route);
  const fallbacks = [...feasible.keys()].toSorted(
    (left, right) => (predictedSuccess[right] ?? 0) - (predictedSuccess[left] ?? 0),
  );
  const found = feasible.findIndex((arm) => arm.expert === reference);
  const at = found === -1 ? (fallbacks[0] ?? 0) : found;
  const absent = input.arms.find((arm) => arm.expert === reference)?.excluded;
  const reason =
    found === -1
      ? `the reference ${reference} cannot serve (${absent}): the most often right of the others does`
      : `the reference serves: ${why}`;
  const probabilities = feasible.map((_, arm) => Number(arm === at));
  const notes = { role: "reference", reason } as const;
  return choose(REFERENCE_POLICY, route, { probabilities, predictedSuccess, fallbacks, notes });
}

type Asking = { readonly serving: ServedPolicy; readonly exploreShare: number };

function askPolicy(input: DecisionInput, explorer: Explorer, { serving, exploreShare }: Asking): Decision {
  const { policy, certificate } = serving;
  const ask = firstAsk(policy, input);
  const main = feasibleArms(input)[ask.chosen]?.expert;
  const exploring = { share: exploreShare, chosen: ask.chosen };
  const chances = exploreShare === 0 ? null : explorer.chances(input, serving, exploring);
  const share = chances === null ? 0 : exploreShare;
  const probabilities = ask.predictedSuccess.map(
    (_, arm) => (1 - share) * Number(arm === ask.chosen) + share * (chances?.[arm] ?? 0),
  );
  const notes = {
    reason: ask.reason,
    mode: ask.mode,
    certificate: certificate?.id ?? null,
    lambdaPerUsd: ask.lambdaPerUsd,
  };
  const named = { name: LEARNED_NAME, version: serving.version };
  const decision = choose(named, input, { ...ask, probabilities, notes });
  if (decision.chosen === main || input.previous?.bound === true) return decision;
  const chance = decision.candidates.find((one) => one.expert === decision.chosen)?.probability ?? 0;
  const reason = `explored with a chance of ${(100 * chance).toFixed(2)} %: ${main} would have been asked`;
  // It is not the certified rule that chose.
  return { ...decision, role: "explore", certificate: null, reason };
}
