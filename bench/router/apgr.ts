import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { extractFeatures } from "../../src/router/features/extract.ts";
import type { Features } from "../../src/router/features/features.ts";
import { EMPTY_VIEW } from "../../src/router/features/request-view.ts";
import type { OutcomeTable } from "../../src/router/learner/outcome-table.ts";
import { splitRows } from "../../src/router/learner/split-rows.ts";
import { SUCCESS_MODEL_KINDS } from "../../src/router/success/registry.ts";
import type { SuccessModelKind } from "../../src/router/success/success-model.ts";
import { seededDraws } from "../../src/statistics/seeded-draws.ts";

/**
 * How well each success model orders questions by what the strong expert adds over the weak one (RouteLLM's measure), learnt from
 * few labels and tested on questions it has not seen:
 *
 *     node bench/router/apgr.ts --outcomes routellm.jsonl.gz [--repeats 10] [--models ridge,stack] [--labels mmlu:500,gsm8k:500]
 */
const { values: options } = parseArgs({
  options: {
    outcomes: { type: "string" },
    repeats: { type: "string", default: "10" },
    models: { type: "string", default: SUCCESS_MODEL_KINDS.map(({ kind }) => kind).join() },
    labels: { type: "string", default: "mmlu:500,mmlu:1500,gsm8k:200,gsm8k:500" },
    strong: { type: "string", default: "gpt-4-1106-preview" },
    weak: { type: "string", default: "mixtral-8x7b-instruct-v0.1" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const TEST_ROWS_MAX = 3_000;
/** Two-sided 95 % for a mean over repeats; the repeats share questions, so it speaks of the split, not of new tasks. */
const Z95 = 1.96;

type Row = {
  readonly task: string;
  readonly subtask: string;
  readonly id: string;
  readonly prompt: string;
  readonly contaminated?: number;
  readonly outcomes: Readonly<Record<string, { readonly correct: number } | undefined>>;
};

type Measured = {
  apgr: number;
  cpt50: number;
  cpt80: number;
  brier: number;
  calibration: number;
  fitMs: number;
};

const experts = [options.strong, options.weak];
const tasks = Map.groupBy(
  readRows(options.outcomes ?? fail("--outcomes FILE is needed: the file of routed pairs")),
  ({ task }) => task,
);
const kinds = SUCCESS_MODEL_KINDS.filter(({ kind }) => options.models.split(",").includes(kind));
const report: Record<string, unknown>[] = [];
for (const wanted of options.labels.split(",")) {
  const [task = "", count = ""] = wanted.split(":");
  const rows = tasks.get(task) ?? fail(`no rows of task '${task}'; there are: ${[...tasks.keys()].join()}`);
  const hidden = tableOf(rows, { withFamily: false });
  const given = tableOf(rows, { withFamily: true });
  const oracle = orderings(gains(hidden, Int32Array.from(rows.keys())), (at, row) => row[at]!);
  print(`\n${task}, ${count} labels: ${rows.length} questions, oracle APGR ${oracle.apgr.toFixed(3)}`);
  show(wanted, "random", (seed) => measureRandom(hidden, Number(count), seed));
  for (const kind of kinds)
    show(wanted, kind.kind, (seed) => measure(kind, hidden, { labels: Number(count), seed }));
  for (const kind of kinds)
    show(wanted, `${kind.kind}, subtask given`, (seed) =>
      measure(kind, given, { labels: Number(count), seed }),
    );
}
if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);

function show(labels: string, model: string, run: (seed: number) => Measured): void {
  const repeats = Array.from({ length: Number(options.repeats) }, (_, at) => run(Number(options.seed) + at));
  const mean = (name: keyof Measured) => repeats.reduce((sum, one) => sum + one[name], 0) / repeats.length;
  const apgr = mean("apgr");
  const variance =
    repeats.reduce((sum, one) => sum + (one.apgr - apgr) ** 2, 0) / Math.max(1, repeats.length - 1);
  const half = Z95 * Math.sqrt(variance / repeats.length);
  report.push({
    labels,
    model,
    repeats: repeats.length,
    apgr,
    half95: half,
    cpt50: mean("cpt50"),
    brier: mean("brier"),
  });
  print(
    `  ${model.padEnd(28)} APGR ${apgr.toFixed(4)} ± ${half.toFixed(4)}  CPT50 ${mean("cpt50").toFixed(3)}` +
      `  CPT80 ${mean("cpt80").toFixed(3)}  Brier ${mean("brier").toFixed(4)}  ECE ${mean("calibration").toFixed(3)}` +
      `  fit ${(mean("fitMs") / 1e3).toFixed(2)} s of CPU`,
  );
}

function measure(
  kind: SuccessModelKind,
  table: OutcomeTable,
  { labels, seed }: { readonly labels: number; readonly seed: number },
): Measured {
  const { train, test } = split(table, labels, seed);
  const start = process.cpuUsage();
  const model = kind.fit({ table, rows: train, seed });
  const fitMs = process.cpuUsage(start).user / 1e3;
  const chances = Array.from(test, (row) => {
    const into = new Float64Array(2);
    model.predict(table.questions[row]!.features, into);
    return into;
  });
  const order = chances.map((chance) => chance[0]! - chance[1]!);
  const pairs = chances.flatMap((chance, at) => [
    { chance: chance[0]!, right: table.score[test[at]! * 2]! },
    { chance: chance[1]!, right: table.score[test[at]! * 2 + 1]! },
  ]);
  const brier = pairs.reduce((sum, { chance, right }) => sum + (chance - right) ** 2, 0) / pairs.length;
  const measures = orderings(gains(table, test), (at) => order[at]!);
  return { ...measures, brier, calibration: calibrationError(pairs), fitMs };
}

function measureRandom(table: OutcomeTable, labels: number, seed: number): Measured {
  const draw = seededDraws(seed);
  const measures = orderings(gains(table, split(table, labels, seed).test), () => draw());
  return { ...measures, brier: Number.NaN, calibration: Number.NaN, fitMs: 0 };
}

/** Questions with the same text together; what is not learnt from is tested on. */
function split(table: OutcomeTable, labels: number, seed: number): { train: Int32Array; test: Int32Array } {
  const all = Int32Array.from(table.questions.keys());
  const learn = labels / all.length;
  const shares = [learn, Math.min(1 - learn, TEST_ROWS_MAX / all.length), 1];
  const total = shares[0]! + shares[1]!;
  const [train, test] = splitRows(table, all, {
    shares: [shares[0]!, shares[1]!, Math.max(0, 1 - total)],
    seed,
  });
  return { train: train!, test: test! };
}

/** Strong less weak, per row. */
function gains(table: OutcomeTable, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => table.score[row * 2]! - table.score[row * 2 + 1]!);
}

/**
 * PGR(f) = gain of asking the strong expert for the share f of questions ordered first, as a share of the whole gain. APGR is
 * its mean over f (ten buckets of equal width, exactly integrated); CPT(x) the least f with PGR ≥ x.
 */
function orderings(gain: Float64Array, scoreOf: (at: number, gain: Float64Array) => number) {
  const scores = gain.map((_, at) => scoreOf(at, gain));
  // Questions that a model does not tell apart come in no order, not in the file's.
  const draw = seededDraws(gain.length);
  const ties = gain.map(() => draw());
  const order = Int32Array.from(gain.keys()).toSorted(
    (left, right) => scores[right]! - scores[left]! || ties[left]! - ties[right]!,
  );
  const whole = gain.reduce((sum, one) => sum + one, 0);
  let reached = 0;
  let area = 0;
  let cpt50 = 1;
  let cpt80 = 1;
  order.forEach((row, at) => {
    area += reached + gain[row]! / 2;
    reached += gain[row]!;
    if (cpt50 === 1 && reached >= whole * 0.5) cpt50 = (at + 1) / order.length;
    if (cpt80 === 1 && reached >= whole * 0.8) cpt80 = (at + 1) / order.length;
  });
  return { apgr: area / order.length / whole, cpt50, cpt80 };
}

/** Expected calibration error over ten buckets of equal count. */
function calibrationError(pairs: readonly { readonly chance: number; readonly right: number }[]): number {
  const sorted = pairs.toSorted((left, right) => left.chance - right.chance);
  const size = Math.ceil(sorted.length / 10);
  let error = 0;
  for (let from = 0; from < sorted.length; from += size) {
    const bucket = sorted.slice(from, from + size);
    error += Math.abs(bucket.reduce((sum, { chance, right }) => sum + chance - right, 0));
  }
  return error / sorted.length;
}

function tableOf(rows: readonly Row[], { withFamily }: { readonly withFamily: boolean }): OutcomeTable {
  const cells = rows.length * 2;
  return {
    experts,
    questions: rows.map(({ id, prompt, subtask }) => ({
      id,
      group: prompt,
      features: featuresOf(prompt, withFamily ? subtask : null),
    })),
    score: Float64Array.from(rows.flatMap(({ outcomes }) => experts.map((name) => outcomes[name]!.correct))),
    costUsd: new Float64Array(cells).fill(Number.NaN),
    latencyMs: new Float64Array(cells).fill(Number.NaN),
    answerClass: new Int32Array(cells).fill(-2),
  };
}

function featuresOf(text: string, family: string | null): Features {
  return extractFeatures({ ...EMPTY_VIEW, text, family });
}

function readRows(file: string): readonly Row[] {
  const lines = gunzipSync(readFileSync(file)).toString("utf8").trim().split("\n");
  return lines
    .map((line): Row => JSON.parse(line))
    .filter(({ contaminated, outcomes }) => contaminated !== 1 && experts.every((name) => outcomes[name]));
}

function print(line: string): void {
  if (!options.json) process.stdout.write(`${line}\n`);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
