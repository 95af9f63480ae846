import { z } from "zod";
import type { Measure } from "./measure.ts";

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
