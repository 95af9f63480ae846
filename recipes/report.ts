/**
 * Writes models/report.json and the tables of models/README.md: `node report.ts work/*.evaluation.json`. Accuracy
 * and speed
 * come from evaluate.ts; parameters, tokens and the GRPO curve from the training.json that each model's training left.
 * arithmetic-start and arithmetic-grpo are that specialist before and after GRPO, and before its last supervised round.
 */
import { readFileSync, statSync, writeFileSync } from "node:fs";

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

function read<Value>(path: string): Value {
  return JSON.parse(readFileSync(path, "utf8"));
}

const percent = (share: number) => (share * 100).toFixed(1);
const cell = (share: Share | undefined) =>
  share ? `${percent(share.accuracy)} (${share.interval.map(percent).join("–")})` : "";

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

type Stages = { before: Measured; after: Measured; shipped: Report };

function tables(reports: readonly Report[], { before, after, shipped }: Stages): Record<string, string> {
  const millions = (count: number) => `${(count / 1e6).toFixed(2)} M`;
  return {
    models: table(
      ["model", "parameters", "active per token", "file", "supervised on", "tokens/s, 16 requests", "tokens/s, one"],
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
    grpo: table(
      ["fresh problems", "supervised start", "after GRPO", "shipped"],
      Object.keys(after.accuracy)
        .filter((name) => name.startsWith("arithmetic"))
        .toSorted()
        .map((name) => [
          name,
          ...[before, after, shipped].map(({ accuracy }) => cell(accuracy[name])),
        ]),
    ),
    curve: table(
      ["step", "mean reward of sampled answers"],
      shipped.grpo?.curve.map(({ step, reward }) => [String(step), reward.toFixed(3)]) ?? [],
    ),
  };
}

const evaluations = process.argv.slice(2).map((path) => read<{ seeds: string; reports: Measured[] }>(path));
const measured = evaluations.flatMap((evaluation) => evaluation.reports);
const { reports: _, ...run } = evaluations[0]!;
const reports = measured.flatMap((one): Report[] => {
  if (!one.model.startsWith("toque-starter-")) return [];
  const name = one.model.replace("toque-starter-", "");
  const { size } = statSync(`../models/${one.model}.gguf`);
  return [{ ...one, bytes: size, ...read<Training>(`work/${name}.training.json`) }];
});
const stage = (name: string) => measured.find(({ model }) => model === name)!;
const [before, after] = [stage("arithmetic-start"), stage("arithmetic-grpo")];
const shipped = reports.find(({ model }) => model === "toque-starter-arithmetic")!;
const grpo = { model: shipped.model, before: before.accuracy, after: after.accuracy, ...shipped.grpo };
writeFileSync("../models/report.json", `${JSON.stringify({ ...run, reports, grpo }, null, 2)}\n`);
let readme = readFileSync("../models/README.md", "utf8");
for (const [name, text] of Object.entries(tables(reports, { before, after, shipped }))) {
  readme = readme.replace(new RegExp(`<!-- ${name} -->[^]*?<!-- end -->`), () => `<!-- ${name} -->\n\n${text}\n\n<!-- end -->`);
}
writeFileSync("../models/README.md", readme);
