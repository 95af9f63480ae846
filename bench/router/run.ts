import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { outcomesFile } from "./data-folder.ts";
import { standingOf, type Measure } from "./measure.ts";
import { type Part, partsOf, TARGETS } from "./parts.ts";
import { reportText } from "./report-text.ts";

const USAGE = `TOQUE_DATA=<folder> npm run bench:router -- [options]
  --only NAMES   parts to run, separated by commas (see --list)
  --quick        few folds, trials and repeats: a smoke test, not a result
  --json         one JSON object
  --list         names of the parts`;

const OPTIONS = {
  only: { type: "string" },
  quick: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  list: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** The command line; ends the process with its usage when it is wrong. */
function readOptions() {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    const known = partsOf("").map(({ name }) => name);
    const unknown = (values.only?.split(",") ?? []).filter((name) => !known.includes(name));
    if (unknown.length === 0) return values;
    throw new Error(`--only: no part ${unknown.join(", ")}; there are ${known.join(", ")}`);
  } catch (error) {
    console.error(`error usage: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return process.exit(2);
  }
}

const options = readOptions();
const AT_A_TIME = Math.min(2, availableParallelism());
/** A part that hangs must not hold up the rest. */
const PART_MS_MAX = 15 * 60_000;

type PartResult = {
  readonly name: string;
  readonly seconds: number;
  readonly measures: readonly Measure[];
  readonly failure: string | null;
};

async function main(): Promise<void> {
  if (options.help) return console.log(USAGE);
  const parts = partsOf(options.list ? "" : outcomesFile("routellm.jsonl.gz"));
  if (options.list) return console.log(parts.map(({ name }) => name).join("\n"));
  const names = options.only?.split(",") ?? parts.map(({ name }) => name);
  const began = performance.now();
  const results = await runAll(parts.filter(({ name }) => names.includes(name)));
  const seconds = (performance.now() - began) / 1e3;
  console.log(
    options.json
      ? JSON.stringify({ seconds, quick: options.quick, results: results.map(judged) })
      : reportText(results, seconds),
  );
  if (results.some(({ failure }) => failure !== null)) process.exitCode = 1;
}

async function runAll(parts: readonly Part[]): Promise<readonly PartResult[]> {
  const results: PartResult[] = [];
  const waiting = [...parts];
  const worker = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const result = await runPart(part);
      results.push(result);
      if (!options.json)
        console.error(
          `${part.name}: ${result.seconds.toFixed(0)} s${result.failure === null ? "" : `, failed`}`,
        );
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  const order = new Map(parts.map(({ name }, at) => [name, at]));
  return results.toSorted((left, right) => (order.get(left.name) ?? 0) - (order.get(right.name) ?? 0));
}

async function runPart(part: Part): Promise<PartResult> {
  const began = performance.now();
  const { code, output, errors } = await runScript(part);
  const seconds = (performance.now() - began) / 1e3;
  const failed = (failure: string): PartResult => ({ name: part.name, seconds, measures: [], failure });
  if (code !== 0) return failed(errors.trim().split("\n").slice(-5).join("\n") || `ended with ${code}`);
  try {
    const measures = part.read(output).map((one) => ({ ...one, target: TARGETS[one.key] ?? one.target }));
    return { name: part.name, seconds, measures, failure: null };
  } catch (error) {
    return failed(`what it printed cannot be read: ${String(error)}`);
  }
}

function runScript({
  script,
  args,
  quick,
}: Part): Promise<{ code: number | null; output: string; errors: string }> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [path, ...(options.quick ? quick : args)], { timeout: PART_MS_MAX });
  let output = "";
  let errors = "";
  child.stdout.on("data", (bytes: Buffer) => (output += bytes.toString("utf8")));
  child.stderr.on("data", (bytes: Buffer) => (errors += bytes.toString("utf8")));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output, errors }));
  });
}

function judged({ measures, ...rest }: PartResult) {
  return { ...rest, measures: measures.map((one) => ({ ...one, standing: standingOf(one) })) };
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
