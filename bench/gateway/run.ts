import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { seededDraws } from "../../src/statistics/seeded-draws.ts";
import { chooseCores } from "./cores.ts";
import { startLoadDriver } from "./load-driver.ts";
import { measure } from "./measure.ts";
import { peakMemoryBytes } from "./process-memory.ts";
import { reportRows, reportTotals, type Row } from "./report.ts";
import { FULL, QUICK, type Effort, type TargetName } from "./scenarios.ts";
import { tableText } from "./table.ts";
import { startFloor, startRival, startToque, startUpstream, type Target } from "./targets.ts";

/**
 * What Toque costs: against a bare `node:http` proxy (the floor), against no gateway at all (direct), and
 * against any other gateway. Rounds are interleaved, their order drawn from a seed.
 */
const USAGE = `npm run bench:gateway -- [options]
  --quick              a minute instead of several
  --json               one JSON line per scenario, the totals as the last line
  --rival COMMAND      another gateway; {port} and {upstream} (http://host:port) are filled in
  --rival-header LINE  a header it needs, may be repeated, filled in likewise
  --rival-path PATH    default /v1/chat/completions
  --rival-model NAME   default auto
  --rounds N, --seed N`;

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
    rival: { type: "string" },
    "rival-header": { type: "string", multiple: true, default: [] },
    "rival-path": { type: "string", default: "/v1/chat/completions" },
    "rival-model": { type: "string", default: "auto" },
    rounds: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});

const cores = chooseCores();

async function startTargets(effort: Effort): Promise<ReadonlyMap<TargetName, Target>> {
  const targets = new Map<TargetName, Target>();
  started = targets;
  const direct = await startUpstream({ frames: effort.frames, frameMs: effort.frameMs, cores });
  targets.set("direct", direct);
  targets.set("floor", await startFloor(direct.port, cores));
  targets.set("toque", await startToque(direct.port, cores));
  if (values.rival !== undefined) {
    const options = {
      headers: values["rival-header"],
      path: values["rival-path"],
      model: values["rival-model"],
    };
    targets.set("rival", await startRival(direct.port, { command: values.rival, ...options, cores }));
  }
  return targets;
}

function totals(rows: readonly Row[], effort: Effort, targets: ReadonlyMap<TargetName, Target>) {
  const memory = (name: TargetName): number | null => {
    const bytes = peakMemoryBytes(targets.get(name)?.pids ?? []);
    return bytes === null ? null : Math.round(bytes / 2 ** 20);
  };
  const startMs = targets.get("toque")?.startMs ?? null;
  return {
    ...reportTotals(rows),
    start_to_first_answer_ms: startMs === null ? null : Math.round(startMs),
    peak_memory_mib: { floor: memory("floor"), toque: memory("toque") },
    seed: Number(values.seed),
    ...effort,
    cores,
    machine: `${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, node ${process.version}`,
  };
}

function print(rows: readonly Row[], last: object): void {
  if (values.json) {
    for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
    process.stdout.write(`${JSON.stringify(last)}\n`);
    return;
  }
  process.stdout.write(`${tableText(rows)}\n\n${JSON.stringify(last, null, 2)}\n`);
  const failure = rows
    .flatMap((row) => Object.values(row.targets))
    .find((each) => each.first_failure !== null);
  if (failure !== undefined) process.stdout.write(`first failure: ${failure.first_failure}\n`);
}

let started: ReadonlyMap<TargetName, Target> = new Map();

if (values.help) {
  process.stdout.write(`${USAGE}\n`);
} else {
  const base = values.quick ? QUICK : FULL;
  const effort = { ...base, rounds: Number(values.rounds ?? base.rounds) };
  const driver = startLoadDriver(cores.client);
  try {
    const targets = await startTargets(effort);
    const windows = await measure({ driver, targets, effort, random: seededDraws(Number(values.seed)) });
    const rows = reportRows(windows, cores);
    print(rows, totals(rows, effort, targets));
  } finally {
    await Promise.all([driver, ...started.values()].map((each) => each.stop()));
  }
}
