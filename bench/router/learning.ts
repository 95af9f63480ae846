import { learnPolicy } from "../../src/router/learner/learn-policy.ts";
import { readPrices } from "../../src/bench/outcomes/prices.ts";
import { loadTable } from "../../src/bench/routing/load-table.ts";
import { DATA_SETS, outcomesFile } from "./data-folder.ts";
import { printMeasures } from "./measure.ts";
import { pickRows } from "./pick-rows.ts";

/** How long learning from 100,000 outcomes takes and what memory it needs, reading the file included: real prompts, the defaults of `toque learn`. */
const OUTCOMES = 100_000;
const SECONDS_MAX = 60;
const BYTES_MAX = 1e9;
const BYTES_PER_KB = 1_024;

const { file, reference, models } = DATA_SETS["mmlu-pro"];
const began = performance.now();
const loaded = await loadTable({
  files: [outcomesFile(file)],
  models: [...models, "Phi-3-mini-4k-instruct"],
  reference,
  prices: await readPrices(outcomesFile("prices.json")),
  hideSubtask: true,
  objective: "match",
});
const experts = loaded.table.experts.length;
const rows = Math.min(loaded.table.questions.length, Math.ceil(OUTCOMES / experts));
const table = pickRows(
  loaded.table,
  Int32Array.from({ length: rows }, (_, row) => row),
);
learnPolicy({
  table,
  reference,
  objective: { type: "match", toleranceShare: 0.01, confidence: 0.95 },
  callsMax: 3,
  model: "stack",
  seed: 1,
  hidden: ["family"],
  costBasis: loaded.costBasis,
});
const note = `${rows} questions of MMLU-Pro × ${experts} experts, three calls, reading the file included`;
const common = { interval: null, note } as const;
printMeasures([
  {
    ...common,
    key: "learning-time",
    what: `learning from ${OUTCOMES.toLocaleString("en-US")} outcomes: time`,
    value: (performance.now() - began) / 1e3,
    unit: "seconds",
    target: { atMost: SECONDS_MAX },
  },
  {
    ...common,
    key: "learning-memory",
    what: `learning from ${OUTCOMES.toLocaleString("en-US")} outcomes: peak memory`,
    value: process.resourceUsage().maxRSS * BYTES_PER_KB,
    unit: "bytes",
    target: { atMost: BYTES_MAX },
  },
]);
