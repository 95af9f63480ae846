import { z } from "zod";
import type { Measure } from "./measure.ts";

export const DRIFT_ALARM_SHARE_MAX = 0.05;

const bound = z.number().optional();
const measure = z.object({
  key: z.string(),
  what: z.string(),
  // JSON has no NaN: what could not be measured is null.
  value: z.number().nullable(),
  interval: z.tuple([z.number().nullable(), z.number().nullable()]).nullable(),
  unit: z.enum(["share", "points", "ratio", "count", "seconds", "bytes", "microseconds"]),
  target: z.object({ atLeast: bound, atMost: bound }).nullable(),
  note: z.string(),
});

/** The last line of a part that speaks the protocol's own words. */
export function readMeasures(output: string): readonly Measure[] {
  const last: unknown = JSON.parse(output.trim().split("\n").at(-1) ?? "");
  return z
    .object({ measures: z.array(measure) })
    .parse(last)
    .measures.map(({ interval, target, ...rest }) => {
      const [low, high] = interval ?? [null, null];
      const { atLeast, atMost } = target ?? {};
      const bounds = {
        ...(atLeast === undefined ? {} : { atLeast }),
        ...(atMost === undefined ? {} : { atMost }),
      };
      return {
        ...rest,
        interval: low === null || high === null ? null : [low, high],
        target: target === null ? null : bounds,
      };
    });
}

const apgrRow = z.object({
  labels: z.string(),
  model: z.string(),
  repeats: z.number(),
  apgr: z.number(),
  half95: z.number(),
});

export function readApgr(output: string): readonly Measure[] {
  return z
    .array(apgrRow)
    .parse(JSON.parse(output))
    .map(({ labels, model, apgr, half95, repeats }) => ({
      key: model === "stack" ? `apgr:${labels}` : `apgr:${labels}:${model}`,
      what: `APGR, GPT-4 and Mixtral, ${labels.replace(":", ", ")} labels: ${model}`,
      value: apgr,
      interval: [apgr - half95, apgr + half95],
      unit: "share",
      target: null,
      note: `${repeats} repeats, interval over repeats`,
    }));
}

const driftReport = z.object({
  falseAlarms: z.object({
    answers: z.number(),
    streams: z.number(),
    alarms: z.number(),
    share: z.number(),
    low: z.number(),
    high: z.number(),
  }),
  worlds: z.array(z.object({ shareRight: z.number(), medianDelay: z.number().nullable() })),
});

export function readDrift(output: string): readonly Measure[] {
  const { falseAlarms, worlds } = driftReport.parse(JSON.parse(output));
  const { share, low, high, alarms, streams, answers } = falseAlarms;
  const delays = worlds.map(({ medianDelay }) => medianDelay ?? Infinity);
  const each = worlds.map(({ shareRight, medianDelay }) => `${medianDelay ?? "never"} at ${shareRight}`);
  return [
    {
      key: "drift-alarms",
      what: `drift: false alarms over ${answers.toLocaleString("en-US")} stationary answers`,
      value: share,
      interval: [low, high],
      unit: "share",
      target: null,
      note: `${alarms} of ${streams} streams`,
    },
    {
      key: "drift-delay",
      what: "drift: verified answers until a 10-point drop is found, the worst world's median",
      value: Math.max(...delays),
      interval: null,
      unit: "count",
      target: null,
      note: `medians: ${each.join(", ")}`,
    },
  ];
}

/** The harness of the decision prints for people: `stack: … features and score 41 / 93 µs (p50 / p99)`. */
export function readDecision(output: string): readonly Measure[] {
  const found = /^stack: (?<what>.*?): .*features and score (?<p50>[\d.]+) \/ (?<p99>[\d.]+) µs/mu.exec(
    output,
  )?.groups;
  return (["p50", "p99"] as const).map((quantile) => ({
    key: `decision-${quantile}`,
    what: `decision, 10 experts, 2 kB prompt: ${quantile}`,
    value: found?.[quantile] === undefined ? null : Number(found[quantile]),
    interval: null,
    unit: "microseconds",
    target: null,
    note: `features and score; ${found?.["what"] ?? "not measured"}`,
  }));
}
