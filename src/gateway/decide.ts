import { AppError } from "../core/app-error.ts";
import type { Decision } from "../core/decision.ts";
import type { Expert } from "../experts/expert.ts";
import { excludedBy } from "../router/feasibility.ts";
import { NO_FEATURES } from "../router/features/features.ts";
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
    const expert = deps.experts.find(request.model);
    if (expert === null) throw unknownModel(deps, request.model);
    refuseWhatItCannot(expert, request);
    return pinnedDecision({ expert: request.model, task: request.task });
  }
  const features = featuresOf(request);
  const arms = mixture.experts.map((name) => armOf(deciding, name, features));
  return mixture.policy.decide({
    mixture: mixture.name,
    features,
    arms,
    draw: deps.random(),
    mode: "route",
    previous: null,
    vector: () => NO_FEATURES,
  });
}

/** The field that asks for what an expert lacks. A prompt too long is left to the expert, which can count it. */
const PARAM_OF: Readonly<Record<string, string>> = {
  no_tools: "tools",
  no_vision: "messages",
  no_json_schema: "response_format",
};

/**
 * Leaving out what was asked for would be a silent change. Only on the translated path: where bytes pass through
 * the provider itself knows best what its model can do.
 */
function refuseWhatItCannot(expert: Expert, request: GatewayRequest): void {
  if (expert.wire?.dialect === request.dialect) return;
  const reason = excludedBy(featuresOf(request), expert.capabilities);
  const param = reason === null ? undefined : PARAM_OF[reason];
  if (param === undefined) return;
  throw new AppError("invalid_request", `${expert.name} cannot do what '${param}' asks for`, {
    param,
    hint: "`npx toque experts` shows what each expert can do",
  });
}

function featuresOf(request: GatewayRequest): RequestFeatures {
  return requestFeatures({ task: request.task, ...request.facts });
}

function armOf(deciding: Deciding, name: string, features: RequestFeatures): Arm {
  const expert = deciding.deps.experts.find(name);
  const excluded = expert === null ? "unknown_expert" : whyNot(deciding, expert, features);
  return { expert: name, excluded, predictedCostNanoUsd: deciding.costs.meanNanoUsd(name), loadBias: 0 };
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
