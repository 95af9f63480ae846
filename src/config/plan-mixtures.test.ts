import { expect, test } from "vitest";
import type { JsonObject } from "../core/json.ts";
import { mixtureSchema } from "./mixture-schema.ts";
import { type MixturePlan, planMixtures } from "./plan-mixtures.ts";
import type { ConfigProblem } from "./config-error.ts";
import type { Kind } from "./kind-check.ts";

const kind: Kind = { kind: "thompson", summary: "", options: { parse: (input) => input } };

function plan(mixture: JsonObject): { planned: MixturePlan<Kind> | undefined; problems: readonly string[] } {
  const problems: ConfigProblem[] = [];
  const experts = { a: { type: "echo" }, b: { type: "echo" } };
  const offered = {
    origin: "config",
    experts,
    mixtures: { m: { experts: ["a", "b"], ...mixture } },
  } as const;
  const [planned] = planMixtures([offered], { policyKinds: [kind], onDemand: () => null }, problems);
  return { planned, problems: problems.map(({ path, message }) => `${path}: ${message}`) };
}

test("a match mixture has its reference, a point of tolerance, shadow runs and no policy of its own", () => {
  const { planned, problems } = plan({ objective: { match: "b" } });
  expect(problems).toEqual([]);
  expect(planned).toMatchObject({
    kind: null,
    mode: "route",
    callsMax: 1,
    live: {
      reference: "b",
      exploreShare: 0.01,
      objective: { type: "match", toleranceShare: 0.01, confidence: 0.95 },
    },
    shadow: { share: 0.02, probesPerFamily: 30, usdPerDay: 1, inFlightMax: 2 },
  });
});

test("without an objective nothing is asked on the side unless the config says so", () => {
  expect(plan({}).planned).toMatchObject({ kind, live: null, shadow: null, mode: "route" });
  expect(plan({ shadow: { share: 0.5 } }).planned?.shadow).toMatchObject({ share: 0.5, probesPerFamily: 30 });
});

test("budget and weigh may name a reference; their first expert is it otherwise", () => {
  expect(plan({ objective: { budget: { usd_per_request: 0.01 } } }).planned?.live).toMatchObject({
    reference: "a",
    objective: { type: "budget", usdPerRequest: 0.01 },
  });
  const weigh = { usd_per_correct: 0.2, seconds_per_correct: 30 };
  expect(plan({ objective: { weigh }, reference: "b", mode: "cascade" }).planned).toMatchObject({
    live: { reference: "b", objective: { type: "weigh", usdPerCorrect: 0.2, secondsPerCorrect: 30 } },
    callsMax: 3,
  });
});

test.each([
  ["1pt", 0.01],
  ["0.5pt", 0.005],
  ["1%", 0.01],
  ["2 points", 0.02],
  [0.03, 0.03],
])("a tolerance of %s is a share of %d", (within, share) => {
  const { objective } = mixtureSchema.parse({ experts: ["a"], objective: { match: "a", within } });
  expect(objective?.within).toBeCloseTo(share, 12);
});

test.each(["", "1", "-1pt", "pt", "0pt", "51pt", 0, 0.6, "1e1pt"])(
  "a tolerance of %j is refused",
  (within) => {
    const parsed = mixtureSchema.safeParse({ experts: ["a"], objective: { match: "a", within } });
    expect(parsed.error?.issues).toMatchObject([{ path: ["objective", "within"] }]);
  },
);

test.each<[JsonObject, string]>([
  [{ objective: { match: "c" } }, "mixtures.m.objective.match: must be one of the mixture's experts: a, b"],
  [
    { objective: { match: "a" }, policy: { type: "thompson" } },
    "mixtures.m.policy: cannot stand beside an objective, which learns its own; leave one of them out",
  ],
  [
    { objective: { match: "a" }, reference: "b" },
    "mixtures.m.reference: is named by match already; leave it out",
  ],
  [{ reference: "b" }, "mixtures.m.reference: goes with an objective only"],
  [{ explore_share: 0.1 }, "mixtures.m.explore_share: goes with an objective only"],
  [{ calls_max: 2 }, 'mixtures.m.calls_max: goes with mode "cascade" only; a route asks one expert'],
])("%j is refused with what to do", (mixture, problem) => {
  expect(plan(mixture)).toEqual({ planned: undefined, problems: [problem] });
});

test.each<[JsonObject, string]>([
  [{}, "must have exactly one of match, budget and weigh"],
  [{ match: "a", weigh: { usd_per_correct: 1 } }, "must have exactly one of match, budget and weigh"],
  [{ budget: { usd_per_request: 1 }, within: "1pt" }, "goes with match only"],
  [{ weigh: { usd_per_correct: 1 }, confidence: 0.9 }, "goes with match only"],
])("the objective %j is refused by the file's schema", (objective, message) => {
  const parsed = mixtureSchema.safeParse({ experts: ["a"], objective });
  expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([message]);
});
