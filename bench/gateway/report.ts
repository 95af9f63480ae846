import type { Cores } from "./cores.ts";
import { SCENARIOS, type Scenario, type TargetName } from "./scenarios.ts";
import {
  cpuPerRequest,
  difference,
  paired,
  ratio,
  targetNumbers,
  type Spread,
  type TargetNumbers,
  type Window,
} from "./summary.ts";

/** One scenario: every target's numbers and what stands between them. */
export type Row = Scenario & {
  readonly targets: Readonly<Partial<Record<TargetName, TargetNumbers>>>;
  readonly throughput_ratio: Spread | null;
  readonly cpu_ratio: Spread | null;
  /** Toque minus going direct to the upstream. */
  readonly added_p50_ms: Spread | null;
  readonly added_p99_ms: Spread | null;
  readonly added_first_frame_p99_ms: Spread | null;
  /** Toque minus the bare proxy: what doing the work costs beyond being in between. */
  readonly added_over_floor_p50_ms: Spread | null;
  readonly added_over_floor_p99_ms: Spread | null;
  readonly rival_throughput_ratio: Spread | null;
};

const TARGETS: readonly TargetName[] = ["direct", "floor", "toque", "rival"];
const DIRECT = { of: "toque", to: "direct" } as const;
const FLOOR = { of: "toque", to: "floor" } as const;

export function reportRows(windows: readonly Window[], cores: Cores): readonly Row[] {
  return SCENARIOS.map((scenario) => {
    const own = windows.filter((window) => window.scenario === scenario);
    const targets = TARGETS.flatMap((target) => {
      const mine = own.filter((window) => window.target === target);
      return mine.length === 0 ? [] : [[target, targetNumbers(mine, cores)] as const];
    });
    return { ...scenario, targets: Object.fromEntries(targets), ...comparisons(own) };
  });
}

function comparisons(own: readonly Window[]): Omit<Row, keyof Scenario | "targets"> {
  return {
    throughput_ratio: paired(own, FLOOR, (of, to) => ratio(of.requestsPerSecond, to.requestsPerSecond)),
    cpu_ratio: paired(own, FLOOR, (of, to) => ratio(cpuPerRequest(to), cpuPerRequest(of))),
    added_p50_ms: paired(own, DIRECT, (of, to) => difference(of.latency.p50, to.latency.p50)),
    added_p99_ms: paired(own, DIRECT, (of, to) => difference(of.latency.p99, to.latency.p99)),
    added_first_frame_p99_ms: paired(own, DIRECT, (of, to) =>
      difference(of.firstFrame.p99, to.firstFrame.p99),
    ),
    added_over_floor_p50_ms: paired(own, FLOOR, (of, to) => difference(of.latency.p50, to.latency.p50)),
    added_over_floor_p99_ms: paired(own, FLOOR, (of, to) => difference(of.latency.p99, to.latency.p99)),
    rival_throughput_ratio: paired(own, { of: "toque", to: "rival" }, (of, to) =>
      ratio(of.requestsPerSecond, to.requestsPerSecond),
    ),
  };
}

/** The last line of `--json`: the numbers a budget is checked against, and what limits their meaning. */
export function reportTotals(rows: readonly Row[]) {
  const busy = rowOf(rows, { body: "small", connections: 32 });
  const single = rowOf(rows, { body: "small", connections: 1 });
  const stream = rowOf(rows, { body: "stream", connections: 1 });
  const { floor, toque } = busy.targets;
  const all = rows.flatMap((row) => row.targets.toque ?? []);
  return {
    throughput_ratio: round(busy.throughput_ratio),
    throughput_limited_by: { floor: floor?.limited_by, toque: toque?.limited_by },
    cpu_ratio: round(busy.cpu_ratio),
    cpu_us_per_request: { floor: round(floor?.cpu_us_per_request), toque: round(toque?.cpu_us_per_request) },
    added_p50_ms: round(single.added_p50_ms),
    added_p99_ms: round(single.added_p99_ms),
    added_over_floor_p50_ms: round(single.added_over_floor_p50_ms),
    added_over_floor_p99_ms: round(single.added_over_floor_p99_ms),
    added_first_frame_p99_ms: round(stream.added_first_frame_p99_ms),
    rival_throughput_ratio: round(busy.rival_throughput_ratio),
    streams: all.reduce((total, numbers) => total + numbers.streams, 0),
    streams_lost: all.reduce((total, numbers) => total + numbers.streams_lost, 0),
    failures: all.reduce((total, numbers) => total + numbers.failures, 0),
  };
}

function rowOf(rows: readonly Row[], scenario: Scenario): Row {
  const found = rows.find((row) => row.body === scenario.body && row.connections === scenario.connections);
  if (found === undefined) throw new Error(`no row for ${scenario.body} x${scenario.connections}`);
  return found;
}

function round(value: Spread | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value.median.toFixed(4));
}
