import { type JsonObject, isJsonObject } from "../core/json.ts";
import type { ShadowPlan } from "../gateway/shadow/shadow-plan.ts";
import type { LiveObjective } from "../gateway/steering/serving.ts";
import { type ConfigProblem, pathText, shownValue } from "./config-error.ts";
import { didYouMean } from "./did-you-mean.ts";
import { type Kind, checkKind } from "./kind-check.ts";
import { DEFAULT_POLICY, DEFAULT_SHADOW, type MixtureConfig, mixtureSchema } from "./mixture-schema.ts";
import type { Offered, Origin } from "./settings.ts";

const DEFAULT_CALLS_MAX = 3;
const DEFAULT_EXPLORE_SHARE = 0.01;
const DEFAULT_TOLERANCE = 0.01;
const DEFAULT_CONFIDENCE = 0.95;

/** How a mixture will choose: by a kind of policy the config names, or by what is learnt for its objective. */
export type MixturePlan<K> = {
  readonly name: string;
  readonly experts: readonly string[];
  readonly origin: Origin;
  readonly mode: "route" | "cascade";
  readonly callsMax: number;
  readonly shadow: ShadowPlan | null;
} & (
  | { readonly kind: K; readonly options: unknown; readonly live: null }
  | { readonly kind: null; readonly options: null; readonly live: LivePlan }
);

export type LivePlan = LiveObjective & { readonly exploreShare: number };

type Source<P extends Kind> = {
  readonly policyKinds: readonly P[];
  readonly onDemand: (name: string) => JsonObject | null;
};

/** Plans the mixtures of the file and those offered; a name in the file wins. */
export function planMixtures<P extends Kind>(
  all: readonly Offered[],
  source: Source<P>,
  problems: ConfigProblem[],
): readonly MixturePlan<P>[] {
  const known = all.flatMap((each) => Object.keys(each.experts));
  const plans = new Map<string, MixturePlan<P>>();
  for (const { origin, mixtures } of all) {
    for (const [name, entry] of Object.entries(mixtures)) {
      if (plans.has(name)) continue;
      const path = ["mixtures", name];
      if (known.includes(name)) problems.push(sameName(path));
      for (const [index, expert] of textsOf(entry["experts"]).entries()) {
        if (known.includes(expert) || source.onDemand(expert) !== null) continue;
        problems.push(unknownExpert([...path, "experts", index], expert, known));
      }
      const planned = planOne<P>({ name, origin, entry }, source.policyKinds);
      if ("name" in planned) plans.set(name, planned);
      else problems.push(...planned);
    }
  }
  return [...plans.values()];
}

type Written = { readonly name: string; readonly origin: Origin; readonly entry: JsonObject };

function planOne<P extends Kind>(
  { name, origin, entry }: Written,
  kinds: readonly P[],
): MixturePlan<P> | readonly ConfigProblem[] {
  const path = ["mixtures", name];
  const written = entry["policy"] ?? DEFAULT_POLICY;
  const chosen =
    isJsonObject(written) && typeof written["type"] === "string"
      ? checkKind(written, [...path, "policy"], kinds)
      : [];
  // What the schema does not accept has been reported with the rest of the file.
  const parsed = mixtureSchema.safeParse(entry);
  if (!parsed.success) return "kind" in chosen ? [] : chosen;
  const mixture = parsed.data;
  const wrong = contradictions(mixture, entry, path);
  if (wrong.length > 0 || !("kind" in chosen)) return "kind" in chosen ? wrong : [...chosen, ...wrong];
  const { experts, mode } = mixture;
  const callsMax = mode === "cascade" ? (mixture.calls_max ?? DEFAULT_CALLS_MAX) : 1;
  const frame = { name, origin, experts, mode, callsMax, shadow: shadowOf(mixture) };
  const live = liveOf(mixture);
  return live === null ? { ...frame, ...chosen, live } : { ...frame, kind: null, options: null, live };
}

/** What each field allows and the fields together do not. */
function contradictions(
  mixture: MixtureConfig,
  entry: JsonObject,
  path: readonly string[],
): readonly ConfigProblem[] {
  const { experts, objective, reference } = mixture;
  const problems: ConfigProblem[] = [];
  const wrong = (field: readonly string[], message: string): void => {
    problems.push({ path: pathText([...path, ...field]), value: shownValue(entry, field), message });
  };
  const member = (field: readonly string[], expert: string | undefined): void => {
    if (expert === undefined || experts.includes(expert)) return;
    wrong(field, `must be one of the mixture's experts: ${experts.join(", ")}`);
  };
  member(["objective", "match"], objective?.match);
  member(["reference"], reference);
  if (objective !== undefined && mixture.policy !== undefined)
    wrong(["policy"], "cannot stand beside an objective, which learns its own; leave one of them out");
  if (objective?.match !== undefined && reference !== undefined)
    wrong(["reference"], "is named by match already; leave it out");
  if (objective === undefined) {
    if (reference !== undefined) wrong(["reference"], "goes with an objective only");
    if (mixture.explore_share !== undefined) wrong(["explore_share"], "goes with an objective only");
  }
  if (mixture.mode === "route" && mixture.calls_max !== undefined)
    wrong(["calls_max"], 'goes with mode "cascade" only; a route asks one expert');
  return problems;
}

function liveOf({ objective, reference, experts, explore_share }: MixtureConfig): LivePlan | null {
  if (objective === undefined) return null;
  const { match, budget, weigh } = objective;
  const exploreShare = explore_share ?? DEFAULT_EXPLORE_SHARE;
  const frame = { reference: match ?? reference ?? experts[0] ?? "", exploreShare };
  if (budget !== undefined)
    return { ...frame, objective: { type: "budget", usdPerRequest: budget.usd_per_request } };
  if (weigh !== undefined) {
    const { usd_per_correct: usdPerCorrect, seconds_per_correct: secondsPerCorrect = null } = weigh;
    return { ...frame, objective: { type: "weigh", usdPerCorrect, secondsPerCorrect } };
  }
  const { within: toleranceShare = DEFAULT_TOLERANCE, confidence = DEFAULT_CONFIDENCE } = objective;
  return { ...frame, objective: { type: "match", toleranceShare, confidence } };
}

function shadowOf({ shadow, objective }: MixtureConfig): ShadowPlan | null {
  const written = shadow ?? (objective === undefined ? null : DEFAULT_SHADOW);
  if (written === null) return null;
  return {
    share: written.share,
    probesPerFamily: written.probes_per_family,
    usdPerDay: written.usd_per_day,
    unpricedCallsPerDay: written.unpriced_calls_per_day,
    inFlightMax: written.in_flight_max,
  };
}

function sameName(path: readonly PropertyKey[]): ConfigProblem {
  const message = "has the name of an expert; a client could not tell which of them it asks";
  return { path: pathText(path), value: null, message };
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function unknownExpert(
  path: readonly PropertyKey[],
  expert: string,
  known: readonly string[],
): ConfigProblem {
  const near = didYouMean(expert, known);
  const advice =
    near === null ? `experts there are: ${known.join(", ") || "none"}` : `did you mean \`${near}\`?`;
  return { path: pathText(path), value: JSON.stringify(expert), message: `names no expert; ${advice}` };
}
