import { parseArgs } from "node:util";
import { walkFixedSequence } from "../../src/router/certificate/fixed-sequence.ts";
import {
  evaluateCandidates,
  judgedRows,
  referenceOutcomes,
} from "../../src/router/learner/evaluate-candidates.ts";
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
const TOLERANCE_SHARE = 0.01;
const CONFIDENCE = 0.95;

type Trials = { readonly trials: number; readonly certified: number; readonly wrong: number };

async function main(): Promise<void> {
  const measures: Measure[] = [];
  let all: Trials = { trials: 0, certified: 0, wrong: 0 };
  for (const name of options.data.split(",")) {
    if (name !== "mmlu-pro" && name !== "bfcl" && name !== "redux") throw new Error(`no data set ${name}`);
    const { table } = await loadDataSet(name, { hideSubtask: true });
    const differences = candidateDifferences(table, DATA_SETS[name].reference);
    const trials = runTrials(differences, Number(options.trials));
    measures.push(measureOf(name, trials, null));
    all = {
      trials: all.trials + trials.trials,
      certified: all.certified + trials.certified,
      wrong: all.wrong + trials.wrong,
    };
  }
  printMeasures([measureOf("all", all, { atMost: 1 - CONFIDENCE }), ...measures]);
}

/** Policy less reference per question, one array per candidate, from the safest to the cheapest. */
function candidateDifferences(table: OutcomeTable, reference: string): readonly Float64Array[] {
  const kind = SUCCESS_MODEL_KINDS.find((each) => each.kind === options.model);
  if (kind === undefined) throw new Error(`no success model ${options.model}`);
  const column = table.experts.indexOf(reference);
  const rows = Int32Array.from(table.questions.keys()).filter(
    (row) => !Number.isNaN(table.score[cell(table, row, column)]),
  );
  const candidates = learnCandidates(table, rows, {
    reference,
    objective: { type: "match", toleranceShare: TOLERANCE_SHARE, confidence: CONFIDENCE },
    callsMax: Number(options.calls),
    kind,
    seed: Number(options.seed),
    validationShare: null,
  });
  const judged = judgedRows(candidates);
  const other = referenceOutcomes(table, judged.rows, column).score;
  return evaluateCandidates(candidates, table, judged).map(({ score }) =>
    score.map((own, at) => own - (other[at] ?? Number.NaN)),
  );
}

function runTrials(world: readonly Float64Array[], trials: number): Trials {
  const truth = world.map((differences) => meanOf([...differences]));
  const rows = world[0]?.length ?? 0;
  const draw = seededDraws(Number(options.seed));
  let certified = 0;
  let wrong = 0;
  for (let trial = 0; trial < trials; trial++) {
    const drawn = Int32Array.from({ length: Math.floor(rows / 2) }, () => Math.floor(draw() * rows));
    const candidates = world.map((differences) => Float64Array.from(drawn, (row) => differences[row] ?? 0));
    const sequence = { candidates, toleranceShare: TOLERANCE_SHARE, confidence: CONFIDENCE } as const;
    const { chosen } = walkFixedSequence({ ...sequence, method: "t" });
    if (chosen === null) continue;
    certified += 1;
    if ((truth[chosen] ?? 0) < -TOLERANCE_SHARE) wrong += 1;
  }
  return { trials, certified, wrong };
}

function measureOf(name: string, { trials, certified, wrong }: Trials, target: Measure["target"]): Measure {
  return {
    key: name === "all" ? "violations" : `violations:${name}`,
    what: `certificate violations at 95 %, ${name === "all" ? "three data sets" : name}`,
    value: wrong / trials,
    interval: clopperPearson({ hits: wrong, n: trials }, CONFIDENCE),
    unit: "share",
    target,
    note: `${wrong} wrong of ${certified} certified in ${trials} trials; tolerance 1 point`,
  };
}

await main();
