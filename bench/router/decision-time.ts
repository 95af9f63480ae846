import { parseArgs } from "node:util";
import { extractFeatures } from "../../src/router/features/extract.ts";
import { EMPTY_VIEW } from "../../src/router/features/request-view.ts";
import type { OutcomeTable } from "../../src/router/learner/outcome-table.ts";
import { SUCCESS_MODEL_KINDS } from "../../src/router/success/registry.ts";
import { seededDraws } from "../../src/statistics/seeded-draws.ts";

/**
 * How long a decision takes (features of a prompt and P(right) of every expert), and how long learning does, on made-up prompts:
 *
 *     node bench/router/decision-time.ts [--experts 10] [--chars 2000] [--rows 10000] [--models stack,ridge]
 */
const { values: options } = parseArgs({
  options: {
    experts: { type: "string", default: "10" },
    chars: { type: "string", default: "2000" },
    rows: { type: "string", default: "2000" },
    models: { type: "string", default: "stack,ridge" },
  },
});
const DECISIONS = 5_000;
const WORDS = 8_000;

const experts = Number(options.experts);
const draw = seededDraws(7);
const rows = Number(options.rows);
const table: OutcomeTable = {
  experts: Array.from({ length: experts }, (_, at) => `expert-${at}`),
  questions: Array.from({ length: rows }, (_, at) => ({
    id: `${at}`,
    group: `${at}`,
    features: extractFeatures({ ...EMPTY_VIEW, text: prompt(), family: `family-${at % 20}` }),
  })),
  score: Float64Array.from({ length: rows * experts }, () => Number(draw() < 0.7)),
  costUsd: new Float64Array(rows * experts).fill(Number.NaN),
  latencyMs: new Float64Array(rows * experts).fill(Number.NaN),
  answerClass: new Int32Array(rows * experts).fill(-2),
};

for (const kind of SUCCESS_MODEL_KINDS.filter(({ kind: name }) => options.models.split(",").includes(name))) {
  const start = process.cpuUsage();
  const model = kind.fit({ table, rows: Int32Array.from(table.questions.keys()), seed: 1 });
  const learntMs = process.cpuUsage(start).user / 1e3;
  const stateKb = JSON.stringify(model.state()).length / 1e3;
  const into = new Float64Array(experts);
  const times = { features: [] as number[], whole: [] as number[] };
  for (let decision = -DECISIONS; decision < DECISIONS; decision++) {
    const view = { ...EMPTY_VIEW, text: prompt(), family: "family-3" };
    const begin = performance.now();
    const features = extractFeatures(view);
    const middle = performance.now();
    model.predict(features, into);
    const end = performance.now();
    if (decision < 0) continue;
    times.features.push((middle - begin) * 1e3);
    times.whole.push((end - begin) * 1e3);
  }
  process.stdout.write(
    `${kind.kind}: ${experts} experts, prompt of ${options.chars} characters: features ${show(times.features)} µs, ` +
      `features and score ${show(times.whole)} µs (p50 / p99); learnt from ${rows * experts} outcomes in ` +
      `${(learntMs / 1e3).toFixed(1)} s of CPU, peak memory ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB, state ${stateKb.toFixed(0)} kB\n`,
  );
}

/** Median and 99th percentile. */
function show(list: readonly number[]): string {
  const sorted = list.toSorted((left, right) => left - right);
  return [0.5, 0.99].map((share) => sorted[Math.floor(share * sorted.length)]!.toFixed(0)).join(" / ");
}

/** Words of ordinary lengths, the frequent ones often (Zipf), with some numbers, marks and options. */
function prompt(): string {
  let text = "";
  const chars = Number(options.chars);
  while (text.length < chars) {
    const rank = Math.floor(WORDS ** draw());
    text += draw() < 0.05 ? `${rank}` : word(rank);
    text += draw() < 0.1 ? (draw() < 0.3 ? ".\nA. " : ", ") : " ";
  }
  return text.slice(0, chars);
}

function word(rank: number): string {
  const letters = seededDraws(rank);
  return Array.from({ length: 2 + Math.floor(letters() * 8) }, () =>
    String.fromCharCode(97 + Math.floor(letters() ** 1.5 * 26)),
  ).join("");
}
