import { AppError } from "../core/app-error.ts";
import type { Decision } from "../core/decision.ts";
import type { Expert } from "../experts/expert.ts";
import { excludedBy } from "../router/feasibility.ts";
import { requestFeatures } from "../router/features.ts";
import { pinnedDecision } from "../router/pinned.ts";
import type { Arm, RequestFeatures } from "../router/policy.ts";
import type { CircuitBreakers } from "./circuit-breakers.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import type { ObservedCosts } from "./observed-costs.ts";

type Deciding = {
  readonly deps: GatewayDeps;
  readonly breakers: CircuitBreakers;
  readonly costs: ObservedCosts;
};

/** Who is to answer: the expert the client named, or the one its mixture's policy chooses. */
export function decide(deciding: Deciding, request: GatewayRequest): Decision {
  const { deps } = deciding;
  const mixture = deps.mixtures.get(request.model);
  if (mixture === undefined) {
    if (deps.experts.find(request.model) === null) throw unknownModel(deps, request.model);
    return pinnedDecision({ expert: request.model, task: request.task });
  }
  const features = requestFeatures({ task: request.task, ...request.facts });
  const arms = mixture.experts.map((name) => armOf(deciding, name, features));
  return mixture.policy.decide({ mixture: mixture.name, features, arms, draw: deps.random() });
}

function armOf(deciding: Deciding, name: string, features: RequestFeatures): Arm {
  const expert = deciding.deps.experts.find(name);
  const excluded = expert === null ? "unknown_expert" : whyNot(deciding, expert, features);
  return { expert: name, excluded, predictedCostNanoUsd: deciding.costs.meanNanoUsd(name) };
}

function whyNot(deciding: Deciding, expert: Expert, features: RequestFeatures): string | null {
  const state = expert.state();
  if (state.status !== "ready") return state.status;
  const waitMs = deciding.breakers.of(expert.name).waitMs(deciding.deps.nowUs() / 1000);
  return waitMs > 0 ? "circuit_open" : excludedBy(features, expert.capabilities);
}

/** The error for a model name nothing answers to, with the names that would. */
function unknownModel(deps: GatewayDeps, model: string): AppError {
  const known = [...deps.mixtures.keys(), ...deps.experts.list().map((expert) => expert.name)];
  return new AppError("unknown_model", `the model '${shown(model)}' does not exist`, {
    param: "model",
    hint: `known models: ${known.slice(0, NAMES_SHOWN_MAX).join(", ")}`,
  });
}

const NAMES_SHOWN_MAX = 20;
const MODEL_CHARS_SHOWN = 100;

function shown(model: string): string {
  return model.length > MODEL_CHARS_SHOWN ? `${model.slice(0, MODEL_CHARS_SHOWN)}…` : model;
}
