import { parseArgs } from "node:util";
import { drawFrontier } from "../../src/bench/routing/draw-frontier.ts";
import { upperHull } from "../../src/bench/routing/frontier-baselines.ts";
import type { FrontierPoint, FrontierSeries } from "../../src/bench/routing/frontier.ts";
import { DATA_SETS, loadDataSet } from "./data-folder.ts";
import { type Measure, printMeasures } from "./measure.ts";

/**
 * Accuracy over cost as a curve, each way to answer judged on the same questions that it was not learnt from. AIQ: mean height of
 * the upper hull between the cheapest and the dearest single model, linear in cost (RouterBench, arXiv:2403.12031). Cost at
 * parity is read from the curve in hindsight, a bound for what can be certified.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: "mmlu-pro" },
    calls: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
  },
});
const CPT_SHARES = [0.5, 0.8] as const;

async function main(): Promise<void> {
  const name = options.data;
  if (name !== "mmlu-pro" && name !== "bfcl") throw new Error(`no priced data set ${name}`);
  const loaded = await loadDataSet(name, { hideSubtask: true });
  const frontier = drawFrontier(loaded, {
    reference: DATA_SETS[name].reference,
    callsMax: Number(options.calls),
    model: "stack",
    seed: Number(options.seed),
  });
  const models = frontier.series.find(({ kind }) => kind === "models")?.points ?? [];
  const reference = models.find(({ label }) => label === frontier.reference);
  const cheapest = models.reduce<FrontierPoint | undefined>(
    (least, point) => (point.cost < (least?.cost ?? Infinity) ? point : least),
    undefined,
  );
  if (reference === undefined || cheapest === undefined)
    throw new Error("the reference is not in the frontier");
  const curves = frontier.series.filter(({ line }) => line);
  printMeasures(curves.flatMap((series) => measuresOf(series, { cheapest, reference, models })));
}

type Singles = {
  readonly cheapest: FrontierPoint;
  readonly reference: FrontierPoint;
  readonly models: readonly FrontierPoint[];
};

function measuresOf(series: FrontierSeries, { cheapest, reference, models }: Singles): readonly Measure[] {
  const hull = upperHull([cheapest, ...series.points]);
  const dearest = models.reduce((most, { cost }) => Math.max(most, cost), 0);
  const what = (measure: string): string => `${options.data}, label hidden: ${series.name}, ${measure}`;
  const common = { interval: null, target: null, note: "one split, curve on the judged part" } as const;
  const key = `curve:${options.data}:${series.name}`;
  const parity = costFor(hull, reference.accuracy) / reference.cost;
  const gain = (share: number): number =>
    cheapest.accuracy + share * (reference.accuracy - cheapest.accuracy);
  return [
    {
      ...common,
      key: `${key}:aiq`,
      what: what("AIQ"),
      value: areaOf(hull, [cheapest.cost, dearest]),
      unit: "share",
    },
    {
      ...common,
      key: `${key}:parity`,
      what: what("cost at parity in hindsight"),
      value: parity,
      unit: "ratio",
    },
    ...CPT_SHARES.map((share): Measure => ({
      ...common,
      key: `${key}:cpt${100 * share}`,
      what: what(`cost for ${100 * share} % of the reference's gain over the cheapest`),
      value: costFor(hull, gain(share)) / reference.cost,
      unit: "ratio",
    })),
  ];
}

/** Accuracy of the hull at a cost; beyond its ends it is flat. */
function heightAt(hull: readonly FrontierPoint[], cost: number): number {
  const right = hull.findIndex((point) => point.cost >= cost);
  const [before, after] = [hull[right - 1], hull[right]];
  if (after === undefined) return hull.at(-1)?.accuracy ?? Number.NaN;
  if (before === undefined) return after.accuracy;
  const share = (cost - before.cost) / (after.cost - before.cost);
  return before.accuracy + share * (after.accuracy - before.accuracy);
}

const STEPS = 10_000;

function areaOf(hull: readonly FrontierPoint[], [from, to]: readonly [number, number]): number {
  let sum = 0;
  for (let step = 0; step < STEPS; step++) sum += heightAt(hull, from + ((step + 0.5) / STEPS) * (to - from));
  return sum / STEPS;
}

/** The least cost at which the hull is that accurate, NaN when it never is. */
function costFor(hull: readonly FrontierPoint[], accuracy: number): number {
  const right = hull.findIndex((point) => point.accuracy >= accuracy);
  const [before, after] = [hull[right - 1], hull[right]];
  if (after === undefined) return Number.NaN;
  if (before === undefined) return after.cost;
  const share = (accuracy - before.accuracy) / (after.accuracy - before.accuracy);
  return before.cost + share * (after.cost - before.cost);
}

await main();
