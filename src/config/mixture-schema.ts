import { z } from "zod";
import { nameSchema } from "./name-schema.ts";

const EXPERTS_PER_MIXTURE_MAX = 64;
const CALLS_MAX = 4;
const USD_PER_DAY_MAX = 1_000_000;
const CALLS_PER_DAY_MAX = 100_000_000;

const usd = z.number().positive().max(1_000_000);

/** A kind by name and whatever options that kind takes. */
export const typed = z.looseObject({ type: z.string().min(1) });

/** How a mixture without an objective chooses when its config does not say. */
export const DEFAULT_POLICY = { type: "thompson" };

const POINTS = /^(\d+(?:\.\d+)?)\s*(?:pt|pts|points?|%)$/u;

/** `1pt`, `0.5pt` and `1%` are points of accuracy; a plain number is a share: 0.01 is one point. */
const toleranceSchema = z
  .union([z.string(), z.number()])
  .transform((written) => {
    const points = typeof written === "string" ? POINTS.exec(written)?.[1] : undefined;
    return typeof written === "number" ? written : Number(points ?? Number.NaN) / 100;
  })
  .refine(
    (share) => share > 0 && share <= 0.5,
    'must be like "1pt", "0.5pt", "1%" or 0.01, and at most 50pt',
  );

const objectiveSchema = z
  .strictObject({
    match: nameSchema
      .optional()
      .describe("The cheapest way that is certified to be no worse than this expert: the reference."),
    within: toleranceSchema
      .optional()
      .describe(
        'With match: how much worse it may be: "1pt", "1%" and 0.01 are one point of accuracy, the default.',
      ),
    confidence: z
      .number()
      .min(0.5)
      .max(0.9999)
      .optional()
      .describe("With match: how sure a certificate has to be; 0.95 when not set."),
    budget: z
      .strictObject({ usd_per_request: usd.describe("Mean US dollars per request.") })
      .optional()
      .describe("The most accurate within a mean cost."),
    weigh: z
      .strictObject({
        usd_per_correct: usd.describe("What one more correct answer is worth in US dollars."),
        seconds_per_correct: z
          .number()
          .positive()
          .max(1_000_000)
          .optional()
          .describe("How many seconds one more correct answer is worth."),
      })
      .optional()
      .describe("Accuracy against cost and time, at prices you name."),
  })
  .superRefine(({ match, within, confidence, budget, weigh }, context) => {
    const problem = (path: string, message: string): void =>
      context.addIssue({ code: "custom", path: path === "" ? [] : [path], message });
    const chosen = [match, budget, weigh].filter((one) => one !== undefined).length;
    if (chosen !== 1) problem("", "must have exactly one of match, budget and weigh");
    if (match === undefined && within !== undefined) problem("within", "goes with match only");
    if (match === undefined && confidence !== undefined) problem("confidence", "goes with match only");
  });

const shadowSchema = z.strictObject({
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.02)
    .describe("Share of the requests with a check that all other experts answer too, unseen by the client."),
  probes_per_family: z
    .int()
    .min(0)
    .max(100_000)
    .default(30)
    .describe("Until every expert has so many checked answers to a task, each of its requests is shadowed."),
  usd_per_day: z
    .number()
    .min(0)
    .max(USD_PER_DAY_MAX)
    .default(1)
    .describe(
      "US dollars that shadow runs may cost a day (UTC), and exploring as much more than not exploring.",
    ),
  unpriced_calls_per_day: z
    .int()
    .min(0)
    .max(CALLS_PER_DAY_MAX)
    .default(10_000)
    .describe("Calls a day to experts without a known price, such as models on this machine."),
  in_flight_max: z.int().min(1).max(1_000).default(2).describe("Shadow calls at work at the same time."),
});

export type ShadowConfig = z.output<typeof shadowSchema>;

/** One entry of `mixtures`. What depends on several of its fields is checked in `plan-mixtures.ts`. */
export const mixtureSchema = z.strictObject({
  experts: z
    .array(nameSchema)
    .min(1)
    .max(EXPERTS_PER_MIXTURE_MAX)
    .describe("Experts this mixture may choose from, by name."),
  policy: typed
    .optional()
    .describe(
      "How it chooses: a kind of policy and its options; thompson when there is no objective either.",
    ),
  objective: objectiveSchema
    .optional()
    .describe(
      "What it is for; then Toque learns how to choose, and the reference serves until that is certified. Hashed features of its requests are kept.",
    ),
  reference: nameSchema
    .optional()
    .describe("With budget or weigh: the expert it must be no worse than; its first expert when not set."),
  mode: z
    .enum(["route", "cascade"])
    .default("route")
    .describe("route: one expert answers, at once; cascade: answers are held back, checked and compared."),
  calls_max: z
    .int()
    .min(1)
    .max(CALLS_MAX)
    .optional()
    .describe("In a cascade: answers asked for at most; 3 when not set."),
  explore_share: z
    .number()
    .min(0)
    .max(0.2)
    .optional()
    .describe(
      "With an objective: share of certified traffic drawn among experts that are no worse; 0.01 when not set.",
    ),
  shadow: shadowSchema
    .optional()
    .describe("How the other experts are asked on the side; with an objective also when not set."),
});

export type MixtureConfig = z.output<typeof mixtureSchema>;

export const DEFAULT_SHADOW: ShadowConfig = shadowSchema.parse({});
