/**
 * Writes models/report.json and the tables of models/README.md: `node report.ts work/*.evaluation.json`. Accuracy and
 * speed come from evaluate.ts; parameters, tokens and the GRPO curve from the training.json that each model's training
 * left. Models that were not measured now keep their old entries. arithmetic-start and arithmetic-grpo are that
 * specialist before and after GRPO, and before its last supervised round.
 */
import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";

type Share = { n: number; correct: number; accuracy: number; interval: [number, number] };
type Measured = {
  model: string;
  accuracy: Record<string, Share>;
  tokensPerSecond: { together: number; alone: number };
  demo: string;
  hello: string;
};
type Training = {
  parameters: { total: number; active: number };
  supervised: { tokens: number; batches: number; seconds: number };
  grpo?: { steps: number; completions: number; curve: { step: number; reward: number }[] };
};
type Report = Measured & Training & { bytes: number };

const FAMILIES = ["arithmetic", "words", "calendar", "series"];
const DIFFICULTIES = ["easy", "medium", "hard"];

function read(path: string) {
  return JSON.parse(readFileSync(path, "utf8"));
}

const percent = (share: number) => (share * 100).toFixed(1);
const cell = (share: Share | undefined) =>
  share ? `${percent(share.accuracy)} (${share.interval.map(percent).join("–")})` : "";

const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
const millions = (count: number) => `${(count / 1e6).toFixed(2)} M`;

function table(head: string[], rows: string[][]): string {
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function modelTables(reports: readonly Report[]): Record<string, string> {
  return {
    models: table(
      [
        "model",
        "parameters",
        "active per token",
        "file",
        "supervised on",
        "tokens/s, 16 requests",
        "tokens/s, one",
      ],
      reports.map(({ model, parameters, bytes, supervised, tokensPerSecond }) => [
        model,
        millions(parameters.total),
        millions(parameters.active),
        `${(bytes / 1e6).toFixed(2)} MB`,
        `${(supervised.tokens / 1e6).toFixed(1)} M tokens`,
        String(tokensPerSecond.together),
        String(tokensPerSecond.alone),
      ]),
    ),
    accuracy: table(
      ["model", ...FAMILIES],
      reports.map(({ model, accuracy }) => [model, ...FAMILIES.map((family) => cell(accuracy[family]))]),
    ),
    difficulty: table(
      ["model", "family", ...DIFFICULTIES],
      reports.flatMap(({ model, accuracy }) =>
        FAMILIES.filter((family) => (accuracy[family]?.accuracy ?? 0) >= 0.1).map((family) => [
          model,
          family,
          ...DIFFICULTIES.map((difficulty) => cell(accuracy[`${family}/${difficulty}`])),
        ]),
      ),
    ),
  };
}

type Stages = { before: Measured; after: Measured; shipped: Report };

function grpoTables({ before, after, shipped }: Stages): Record<string, string> {
  return {
    grpo: table(
      ["fresh problems", "supervised start", "after GRPO", "shipped"],
      Object.keys(after.accuracy)
        .filter((name) => name.startsWith("arithmetic"))
        .toSorted()
        .map((name) => [name, ...[before, after, shipped].map(({ accuracy }) => cell(accuracy[name]))]),
    ),
    curve: table(
      ["step", "mean reward of sampled answers"],
      shipped.grpo?.curve.map(({ step, reward }) => [String(step), reward.toFixed(3)]) ?? [],
    ),
  };
}

/** Never half a file: whoever starts Toque meanwhile reads it. */
function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

const REPORT = "../models/report.json";
const README = "../models/README.md";

const evaluations: { reports: Measured[] }[] = process.argv.slice(2).map(read);
const measured = evaluations.flatMap((evaluation) => evaluation.reports);
const previous = read(REPORT);
const fresh = measured.flatMap((one): Report[] => {
  if (!one.model.startsWith("toque-starter-")) return [];
  const name = one.model.replace("toque-starter-", "");
  const { size } = statSync(`../models/${one.model}.gguf`);
  return [{ ...one, bytes: size, ...read(`work/${name}.training.json`) }];
});
const kept: Report[] = previous.reports;
const reports = [
  ...kept.map((old) => fresh.find(({ model }) => model === old.model) ?? old),
  ...fresh.filter(({ model }) => !kept.some((old) => old.model === model)),
];
const before = measured.find(({ model }) => model === "arithmetic-start");
const after = measured.find(({ model }) => model === "arithmetic-grpo");
const shipped = fresh.find(({ model }) => model === "toque-starter-arithmetic");
const stages = before && after && shipped ? { before, after, shipped } : null;
const grpo = stages
  ? {
      model: stages.shipped.model,
      before: stages.before.accuracy,
      after: stages.after.accuracy,
      ...stages.shipped.grpo,
    }
  : previous.grpo;
const { reports: _now, ...run } = evaluations[0] ?? { reports: [] };
replaceFile(REPORT, `${JSON.stringify({ ...previous, ...run, reports, grpo }, null, 2)}\n`);
let readme = readFileSync(README, "utf8");
for (const [name, text] of Object.entries({
  ...modelTables(reports),
  ...(stages ? grpoTables(stages) : {}),
})) {
  const place = new RegExp(`<!-- ${name} -->[^]*?<!-- end -->`);
  readme = readme.replace(place, () => `<!-- ${name} -->\n\n${text}\n\n<!-- end -->`);
}
replaceFile(README, readme);
