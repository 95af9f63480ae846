import { parseArgs } from "node:util";
import { chooseCandidate, type Judgement } from "../../src/router/learner/choose-candidate.ts";
import { judgeCandidates } from "../../src/router/learner/judge-candidates.ts";
import { learnCandidates } from "../../src/router/learner/learn-candidates.ts";
import { cell, type OutcomeTable } from "../../src/router/learner/outcome-table.ts";
import { SUCCESS_MODEL_KINDS } from "../../src/router/success/registry.ts";
import { clopperPearson } from "../../src/statistics/clopper-pearson.ts";
import { seededDraws } from "../../src/statistics/seeded-draws.ts";
import { meanOf } from "./answered.ts";
import { DATA_SETS, loadDataSet } from "./data-folder.ts";
import { type Measure, printMeasures } from "./measure.ts";

/**
 * How often a certificate is wrong. Candidates are learnt once, each question judged by a policy that has not seen it. All
 * these questions together are the world: a candidate's true difference to the reference is its mean over them. Each
 * trial draws validation questions from the world with replacement, half as many as there are, so that its
 * sampling error is that of fresh questions; walks from safe to cheap as the learner does; and errs when what it
 * certified is truly worse than the tolerance.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: "mmlu-pro,bfcl,redux" },
    trials: { type: "string", default: "1000" },
    calls: { type: "string", default: "3" },
    model: { type: "string", default: "stack" },
    seed: { type: "string", default: "1" },
  },
});
const CONFIDENCE = 0.95;
const MATCH = { type: "match", toleranceShare: 0.01, confidence: CONFIDENCE } as const;

type Trials = { readonly trials: number; readonly certified: number; readonly wrong: number };

async function main(): Promise<void> {
  const measures: Measure[] = [];
  let all: Trials = { trials: 0, certified: 0, wrong: 0 };
  for (const name of options.data.split(",")) {
    if (name !== "mmlu-pro" && name !== "bfcl" && name !== "redux") throw new Error(`no data set ${name}`);
    const { table } = await loadDataSet(name, { hideSubtask: true });
    const trials = runTrials(judge(table, DATA_SETS[name].reference), Number(options.trials));
    measures.push(measureOf(name, trials, null));
    all = {
      trials: all.trials + trials.trials,
      certified: all.certified + trials.certified,
      wrong: all.wrong + trials.wrong,
    };
  }
  printMeasures([measureOf("all", all, { atMost: 1 - CONFIDENCE }), ...measures]);
}

/** Every candidate on every question by a policy that has not seen it: what `toque learn` chooses from. */
function judge(table: OutcomeTable, reference: string): Judgement {
  const kind = SUCCESS_MODEL_KINDS.find((each) => each.kind === options.model);
  if (kind === undefined) throw new Error(`no success model ${options.model}`);
  const column = table.experts.indexOf(reference);
  const rows = Int32Array.from(table.questions.keys()).filter(
    (row) => !Number.isNaN(table.score[cell(table, row, column)]),
  );
  const candidates = learnCandidates(table, rows, {
    reference,
    objective: MATCH,
    callsMax: Number(options.calls),
    kind,
    seed: Number(options.seed),
    validationShare: null,
  });
  return judgeCandidates(candidates, table, column);
}

function runTrials(world: Judgement, trials: number): Trials {
  const differences = world.outcomes.map(({ score }) =>
    meanOf(Array.from(score, (own, row) => own - (world.reference.score[row] ?? Number.NaN))),
  );
  // Where no cost is known only what is better than the reference is certified.
  const tolerance = world.costKnown ? MATCH.toleranceShare : 0;
  const rows = world.reference.score.length;
  const draw = seededDraws(Number(options.seed));
  let certified = 0;
  let wrong = 0;
  for (let trial = 0; trial < trials; trial++) {
    const drawn = Int32Array.from({ length: Math.floor(rows / 2) }, () => Math.floor(draw() * rows));
    const { chosen } = chooseCandidate(drawnFrom(world, drawn), MATCH);
    if (chosen === null) continue;
    certified += 1;
    if ((differences[chosen] ?? 0) < -tolerance) wrong += 1;
  }
  return { trials, certified, wrong };
}

function drawnFrom(world: Judgement, rows: Int32Array): Judgement {
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
  return {
    ...world,
    outcomes: world.outcomes.map(({ score, cost, calls }) => ({
      score: pick(score),
      cost: pick(cost),
      calls: pick(calls),
    })),
    reference: { score: pick(world.reference.score), cost: pick(world.reference.cost) },
  };
}

function measureOf(name: string, { trials, certified, wrong }: Trials, target: Measure["target"]): Measure {
  return {
    key: name === "all" ? "violations" : `violations:${name}`,
    what: `certificate violations at 95 %, ${name === "all" ? options.data.replaceAll(",", ", ") : name}`,
    value: wrong / trials,
    interval: clopperPearson({ hits: wrong, n: trials }, CONFIDENCE),
    unit: "share",
    target,
    note: `${wrong} wrong of ${certified} certified in ${trials} trials`,
  };
}

await main();
