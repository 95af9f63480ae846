import { parseArgs } from "node:util";
import type { Outcome } from "../../src/core/outcome.ts";
import { ObservedCosts } from "../../src/gateway/observed-costs.ts";
import { NO_FEATURES } from "../../src/router/features/features.ts";
import { cell, type OutcomeTable } from "../../src/router/learner/outcome-table.ts";
import { thompson } from "../../src/router/policies/thompson.ts";
import type { Policy } from "../../src/router/policy.ts";
import { seededDraws } from "../../src/statistics/seeded-draws.ts";
import { shuffled } from "../gateway/shuffle.ts";
import { DATA_SETS, loadDataSet } from "./data-folder.ts";
import { meanWithInterval, printMeasures } from "./measure.ts";

/**
 * Learning while serving: 6,000 requests in random order, only the chosen expert's outcome is seen, the tag is known. Utility
 * of an answer: right (1) or not (0), less 0.05 times its cost as a multiple of the reference's mean cost. Costs are
 * predicted from what was observed, as the gateway does.
 */
const { values: options } = parseArgs({
  options: {
    orders: { type: "string", default: "20" },
    requests: { type: "string", default: "6000" },
    policy: { type: "string", default: "{}" },
  },
});
const LAST = 2_000;
const UTILITY_PER_REFERENCE_COST = 0.05;
const NANO_USD_PER_USD = 1e9;

type World = {
  readonly table: OutcomeTable;
  readonly utilities: Float64Array;
  readonly usdPerCorrect: number;
};

async function main(): Promise<void> {
  const world = worldOf((await loadDataSet("mmlu-pro", { hideSubtask: false })).table);
  const orders = Array.from({ length: Number(options.orders) }, (_, order) => serve(world, order + 1));
  const whole = meanWithInterval(orders.map((order) => order.mean));
  const last = meanWithInterval(orders.map((order) => order.last));
  const note = `${orders.length} orders of ${options.requests} requests, interval over orders`;
  const unit = "share";
  printMeasures([
    { key: "online", what: "online: mean utility", ...whole, unit, target: { atLeast: 0.7 }, note },
    {
      key: "online-last",
      what: `online: utility of the last ${LAST}`,
      ...last,
      unit,
      target: { atLeast: 0.715 },
      note,
    },
    ...bounds(world),
  ]);
}

/** Rows that every expert answered; a cost that was not recorded is the expert's mean. */
function worldOf(full: OutcomeTable): World {
  const experts = full.experts.length;
  const rows = [...full.questions.keys()].filter((row) =>
    full.experts.every((_, expert) => !Number.isNaN(full.score[cell(full, row, expert)])),
  );
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from(rows.flatMap((row) => [...values.subarray(row * experts, (row + 1) * experts)]));
  const score = pick(full.score);
  const costUsd = pick(full.costUsd);
  const means = full.experts.map((_name, expert) => {
    const known = rows
      .map((_, row) => costUsd[row * experts + expert] ?? Number.NaN)
      .filter((usd) => usd >= 0);
    return known.reduce((sum, usd) => sum + usd, 0) / known.length;
  });
  for (const [at, usd] of costUsd.entries()) if (Number.isNaN(usd)) costUsd[at] = means[at % experts] ?? 0;
  const questions = rows.flatMap((row) => full.questions[row] ?? []);
  const table = { ...full, questions, score, costUsd };
  const reference = means[full.experts.indexOf(DATA_SETS["mmlu-pro"].reference)] ?? Number.NaN;
  const usdPerCorrect = reference / UTILITY_PER_REFERENCE_COST;
  return {
    table,
    usdPerCorrect,
    utilities: score.map((right, at) => right - (costUsd[at] ?? 0) / usdPerCorrect),
  };
}

function serve({ table, utilities, usdPerCorrect }: World, seed: number) {
  const mixture = { name: "bench", experts: table.experts };
  const policy = thompson.open(
    thompson.options.parse({ usd_per_correct: usdPerCorrect, ...JSON.parse(options.policy) }),
    mixture,
  );
  const costs = new ObservedCosts();
  const draw = seededDraws(seed);
  const order = shuffled([...table.questions.keys()], draw).slice(0, Number(options.requests));
  let total = 0;
  let late = 0;
  for (const [at, row] of order.entries()) {
    const family = table.questions[row]?.features.family ?? null;
    const chosen = table.experts.indexOf(decide(policy, { table, costs, family, draw: draw() }));
    const index = cell(table, row, chosen);
    const utility = utilities[index] ?? 0;
    total += utility;
    if (at >= order.length - LAST) late += utility;
    costs.saw(table.experts[chosen] ?? "", (table.costUsd[index] ?? 0) * NANO_USD_PER_USD);
    policy.learn(outcomeOf(table.experts[chosen] ?? "", family, table.score[index] === 1));
  }
  return { mean: total / order.length, last: late / Math.min(LAST, order.length) };
}

type Asking = {
  readonly table: OutcomeTable;
  readonly costs: ObservedCosts;
  readonly family: string | null;
  readonly draw: number;
};

function decide(policy: Policy, { table, costs, family, draw }: Asking): string {
  const arms = table.experts.map((expert) => ({
    expert,
    excluded: null,
    predictedCostNanoUsd: costs.meanNanoUsd(expert),
    loadBias: 0,
  }));
  const features = { task: family, tools: false, jsonSchema: false, images: false, promptTokensEstimate: 0 };
  const input = { mixture: "bench", features, arms, draw, previous: null, mode: "route" } as const;
  return policy.decide({ ...input, vector: () => NO_FEATURES }).chosen;
}

function outcomeOf(expert: string, task: string | null, correct: boolean): Outcome {
  return {
    id: "",
    requestId: "",
    attempt: 0,
    expert,
    task,
    source: "check",
    check: "choice",
    verifierVersion: null,
    correct,
    score: null,
    comment: null,
    atUs: 0,
  };
}

/** What always asking one expert brings, and always the best of each family, both chosen in hindsight. */
function bounds({ table, utilities }: World) {
  const families = Map.groupBy(table.questions.keys(), (row) => table.questions[row]?.features.family);
  const best = (rows: Iterable<number>): number => {
    const list = [...rows];
    const sums = table.experts.map((_, expert) =>
      list.reduce((sum, row) => sum + (utilities[cell(table, row, expert)] ?? 0), 0),
    );
    return Math.max(...sums);
  };
  const n = table.questions.length;
  const hindsight = { interval: null, unit: "share", target: null, note: "in hindsight, all rows" } as const;
  return [
    {
      key: "online-single",
      what: "online: best single expert",
      value: best(table.questions.keys()) / n,
      ...hindsight,
    },
    {
      key: "online-oracle",
      what: "online: best expert of each family",
      value: [...families.values()].reduce((sum, rows) => sum + best(rows), 0) / n,
      ...hindsight,
    },
  ];
}

await main();
