import { parseArgs } from "node:util";
import { learnPolicy } from "../../src/router/learner/learn-policy.ts";
import { openPolicy } from "../../src/router/learner/open-policy.ts";
import { cell, type OutcomeTable } from "../../src/router/learner/outcome-table.ts";
import type { PolicyEvidence, PolicyObjective } from "../../src/router/learner/policy-artefact.ts";
import { replay } from "../../src/router/learner/replay.ts";
import { splitRows } from "../../src/router/learner/split-rows.ts";
import { seededDraws } from "../../src/statistics/seeded-draws.ts";
import { addAnswer, type Answered, emptyAnswered, meanOf, type Summary, summarise } from "./answered.ts";
import { baselinesOf } from "./baselines.ts";
import { DATA_SETS, type DataSetName, loadDataSet } from "./data-folder.ts";
import { type Measure, printMeasures } from "./measure.ts";
import { pickRows, withFamilies } from "./pick-rows.ts";

/**
 * The whole way from recorded outcomes to what a user gets: learn on one part (the learner keeps rows of it to judge on and
 * chooses with a one-sided 95 % bound), replay on the part that was never looked at. Folds by question text.
 */
const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    data: { type: "string", default: "mmlu-pro" },
    label: { type: "string", default: "hidden" },
    folds: { type: "string", default: "5" },
    run: { type: "string", default: "5" },
    calls: { type: "string", default: "3" },
    model: { type: "string", default: "stack" },
    objectives: { type: "string", default: "match,budget" },
    /** So many questions to learn from, all when absent. */
    rows: { type: "string" },
    baselines: { type: "boolean", default: true },
    seed: { type: "string", default: "1" },
  },
});
const MATCH: PolicyObjective = { type: "match", toleranceShare: 0.01, confidence: 0.95 };
const BUDGET_SHARE = 0.45;

type Fold = { readonly train: Int32Array; readonly test: Int32Array };

async function main(): Promise<void> {
  const name = dataSetName(options.data);
  const hidden = options.label === "hidden";
  const loaded = await loadDataSet(name, { hideSubtask: true });
  const reference = loaded.table.experts.indexOf(DATA_SETS[name].reference);
  const full = hidden ? loaded.table : withFamilies(loaded.table, loaded.labels);
  const usable = Int32Array.from(full.questions.keys()).filter(
    (row) => !Number.isNaN(full.score[cell(full, row, reference)]),
  );
  const folds = foldsOf(full, usable);
  const objectives = options.objectives.split(",");
  const results = new Map<string, Answered>();
  const verdicts: string[] = [];
  const seconds: number[] = [];
  for (const { train, test } of folds) {
    const parts = { train: pickRows(full, train), test: pickRows(full, test) };
    for (const objective of objectives) {
      const began = performance.now();
      const learnt = learnOn(parts.train, { reference, objective, costBasis: loaded.costBasis, hidden });
      seconds.push((performance.now() - began) / 1e3);
      if (objective === "match") verdicts.push(learnt.artefact.evidence.verdict);
      addReplay(resultOf(results, objective), learnt.artefact, { table: parts.test, reference });
    }
    if (!options.baselines) continue;
    const labelsOf = (rows: Int32Array): readonly string[] =>
      Array.from(rows, (row) => loaded.labels[row] ?? "");
    const draw = seededDraws(Number(options.seed));
    const input = { ...parts, reference, draw, trainLabels: labelsOf(train), testLabels: labelsOf(test) };
    for (const baseline of baselinesOf(input))
      for (const row of parts.test.questions.keys())
        addAnswer(
          resultOf(results, baseline.name),
          { table: parts.test, row, reference },
          baseline.choose(row),
        );
  }
  const rows = options.rows === undefined ? "" : `, ${options.rows} questions to learn from`;
  const what = `${options.data}, label ${options.label}${rows}`;
  const learnt = `learnt ${seconds.length} times, ${meanOf(seconds).toFixed(0)} s each`;
  process.stderr.write(`${what}: ${verdicts.join(", ")}; ${learnt}\n`);
  printMeasures(
    [...results].flatMap(([way, answered]) =>
      measuresOf(what, way, { summary: summarise(answered), verdicts }),
    ),
  );
}

function foldsOf(table: OutcomeTable, usable: Int32Array): readonly Fold[] {
  const count = Number(options.folds);
  const seed = Number(options.seed);
  const parts = splitRows(table, usable, { shares: Array.from({ length: count }, () => 1), seed });
  const limit = options.rows === undefined ? Infinity : Number(options.rows);
  return parts.slice(0, Number(options.run)).map((test, fold) => {
    const others = Int32Array.from(parts.flatMap((part, at) => (at === fold ? [] : [...part])));
    const share = Math.min(1, limit / others.length);
    const some = splitRows(table, others, { shares: [share, 1 - share], seed })[0];
    return { test, train: limit >= others.length ? others : (some ?? others) };
  });
}

type Learning = {
  readonly reference: number;
  readonly objective: string;
  readonly costBasis: PolicyEvidence["costBasis"];
  readonly hidden: boolean;
};

function learnOn(table: OutcomeTable, { reference, objective, costBasis, hidden }: Learning) {
  return learnPolicy({
    table,
    reference: table.experts[reference] ?? "",
    objective: objective === "match" ? MATCH : { type: "budget", usdPerRequest: budgetOf(table, reference) },
    callsMax: Number(options.calls),
    model: options.model,
    seed: Number(options.seed),
    hidden: hidden ? ["family"] : [],
    costBasis,
  });
}

/** From the training part: what the test part costs is not known then. */
function budgetOf(table: OutcomeTable, reference: number): number {
  const costs = [...table.questions.keys()].map(
    (row) => table.costUsd[cell(table, row, reference)] ?? Number.NaN,
  );
  return BUDGET_SHARE * meanOf(costs.filter((usd) => !Number.isNaN(usd)));
}

function addReplay(
  into: Answered,
  artefact: unknown,
  at: { readonly table: OutcomeTable; readonly reference: number },
): void {
  const { policy } = openPolicy(artefact);
  for (const { row, score, costUsd, asked } of replay(policy, at.table)) {
    addAnswer(into, { ...at, row }, { asked: [] });
    into.score[into.score.length - 1] = score ?? Number.NaN;
    into.cost[into.cost.length - 1] = costUsd ?? Number.NaN;
    into.calls[into.calls.length - 1] = asked.length;
  }
}

function resultOf(results: Map<string, Answered>, way: string): Answered {
  const known = results.get(way) ?? emptyAnswered();
  results.set(way, known);
  return known;
}

type Judged = { readonly summary: Summary; readonly verdicts: readonly string[] };

function measuresOf(what: string, way: string, { summary, verdicts }: Judged): readonly Measure[] {
  const certified = verdicts.filter((verdict) => verdict === "certified").length;
  const notes = [
    `${summary.questions} test questions`,
    `${summary.calls.toFixed(2)} calls`,
    ...(way === "match" ? [`certified in ${certified} of ${verdicts.length} folds`] : []),
  ];
  const key = `${options.data}:${options.label}:${options.rows ?? "all"}:${way}`;
  const common = { target: null, note: notes.join(", ") };
  const accuracy: Measure = {
    ...common,
    key: `${key}:difference`,
    what: `${what}: ${way}, right less the reference`,
    value: summary.difference,
    interval: summary.differenceInterval,
    unit: "points",
  };
  if (summary.costShare === null) return [accuracy];
  const cost: Measure = {
    ...common,
    key: `${key}:cost`,
    what: `${what}: ${way}, cost over the reference's`,
    value: summary.costShare,
    interval: summary.costInterval,
    unit: "ratio",
  };
  return [cost, accuracy];
}

function dataSetName(name: string): DataSetName {
  if (name === "mmlu-pro" || name === "bfcl" || name === "redux" || name === "routellm") return name;
  throw new Error(`no data set ${name}; there are ${Object.keys(DATA_SETS).join(", ")}`);
}

await main();
