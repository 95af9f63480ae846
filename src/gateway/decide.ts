import { AppError } from "../core/app-error.ts";
import type { Decision } from "../core/decision.ts";
import type { Expert } from "../experts/expert.ts";
import { excludedBy } from "../router/feasibility.ts";
import { asRecorded, encodeFeatures } from "../router/features/encode-features.ts";
import { extractFeatures } from "../router/features/extract.ts";
import type { Features } from "../router/features/features.ts";
import { requestFeatures } from "../router/features.ts";
import { pinnedDecision } from "../router/pinned.ts";
import type { Arm, DecisionInput, RequestFeatures } from "../router/policy.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import type { GatewayState } from "./gateway-state.ts";
import type { Mixture } from "./mixture.ts";
import { requestView } from "./request-view.ts";

type Deciding = { readonly deps: GatewayDeps; readonly state: GatewayState };

/** A decision with what a cascade needs to go on from it. */
export type Decided = {
  readonly decision: Decision;
  /** Both `null` when the client named an expert itself. */
  readonly mixture: Mixture | null;
  readonly input: DecisionInput | null;
  /** The request's features as the ledger keeps them. */
  readonly features: () => string;
};

/** Who is to answer: the expert the client named, or the one its mixture's policy chooses. */
export function decide(deciding: Deciding, request: GatewayRequest): Decided {
  const { deps } = deciding;
  const vector = once(() => asRecorded(extractFeatures(requestView(request))));
  const features = (): string => encodeFeatures(vector());
  const mixture = deps.mixtures.get(request.model);
  if (mixture === undefined) {
    const expert = deps.experts.find(request.model);
    if (expert === null) throw unknownModel(deps, request.model);
    refuseWhatItCannot(expert, request);
    const decision = pinnedDecision({ expert: request.model, task: request.task });
    return { decision, mixture: null, input: null, features };
  }
  const input = inputOf(deciding, { request, mixture, vector });
  return { decision: mixture.policy.decide(input), mixture, input, features };
}

type Inputs = {
  readonly request: GatewayRequest;
  readonly mixture: Mixture;
  readonly vector: () => Features;
};

function inputOf(deciding: Deciding, { request, mixture, vector }: Inputs): DecisionInput {
  const features = featuresOf(request);
  // Only a steered mixture weighs who answered before; the others need it while a tool loop may be open.
  const remembers = mixture.steering !== null || request.facts.tools;
  return {
    mixture: mixture.name,
    features,
    arms: mixture.experts.map((name) => armOf(deciding, name, features)),
    draw: deciding.deps.random(),
    mode: mixture.mode === "cascade" && canBeHeldBack(deciding, request) ? "cascade" : "route",
    previous: remembers ? deciding.state.conversations.previous(request) : null,
    vector,
  };
}

/** Several choices have no one text to check or compare; and what is held back takes memory. */
function canBeHeldBack({ state }: Deciding, { body }: GatewayRequest): boolean {
  if (!state.held.hasRoom()) return false;
  return typeof body["n"] !== "number" || body["n"] === 1;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
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

export function featuresOf(request: GatewayRequest): RequestFeatures {
  return requestFeatures({ task: request.task, ...request.facts });
}

function armOf({ deps, state }: Deciding, name: string, features: RequestFeatures): Arm {
  const expert = deps.experts.find(name);
  const predictedCostNanoUsd = state.costs.meanNanoUsd(name);
  if (expert === null) return { expert: name, excluded: "unknown_expert", predictedCostNanoUsd, loadBias: 0 };
  const excluded = whyNot({ deps, state }, expert, features);
  return { expert: name, excluded, predictedCostNanoUsd, loadBias: state.load.nextBias(expert) };
}

/** Why an expert cannot answer a request of these features right now, `null` when it can. */
export function whyNot({ deps, state }: Deciding, expert: Expert, features: RequestFeatures): string | null {
  const { status } = expert.state();
  if (status !== "ready") return status;
  const waitMs = state.breakers.of(expert.name).waitMs(deps.nowUs() / 1000);
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
