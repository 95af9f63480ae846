import type { Cores } from "./cores.ts";
import type { LoadResult } from "./load-job.ts";
import { median } from "./samples.ts";
import type { Scenario, TargetName } from "./scenarios.ts";

/** One window: what a target did in a scenario in one round. */
export type Window = {
  readonly round: number;
  readonly scenario: Scenario;
  readonly target: TargetName;
  readonly result: LoadResult;
};

/** Median over rounds with the extremes, so that a ratio is never shown without its spread. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number };

/** What kept a closed loop from going faster. Only `server` makes throughput a property of the gateway. */
type LimitedBy = "server" | "generator" | "round-trip" | "machine";

const SERVER_BUSY = 0.9;
const GENERATOR_BUSY = 0.85;

export type TargetNumbers = {
  readonly requests_per_second: Spread | null;
  readonly p50_ms: Spread | null;
  readonly p99_ms: Spread | null;
  readonly first_frame_p50_ms: Spread | null;
  readonly first_frame_p99_ms: Spread | null;
  readonly frame_gap_p99_ms: Spread | null;
  /** CPU of the server under test per answer: holds when generator or neighbours limit the throughput. */
  readonly cpu_us_per_request: Spread | null;
  readonly limited_by: LimitedBy;
  readonly answers: number;
  readonly failures: number;
  readonly streams: number;
  readonly streams_lost: number;
  readonly first_failure: string | null;
};

export function targetNumbers(windows: readonly Window[], cores: Cores): TargetNumbers {
  const results = windows.map((window) => window.result);
  const over = (read: (result: LoadResult) => number | null): Spread | null => spread(results.map(read));
  const sum = (read: (result: LoadResult) => number): number =>
    results.reduce((total, result) => total + read(result), 0);
  return {
    requests_per_second: over((result) => result.requestsPerSecond),
    p50_ms: over((result) => result.latency.p50),
    p99_ms: over((result) => result.latency.p99),
    first_frame_p50_ms: over((result) => result.firstFrame.p50),
    first_frame_p99_ms: over((result) => result.firstFrame.p99),
    frame_gap_p99_ms: over((result) => result.frameGap.p99),
    cpu_us_per_request: over(cpuPerRequest),
    limited_by: limitedBy(windows, cores),
    answers: sum((result) => result.answers),
    failures: sum((result) => result.failures),
    streams: sum((result) => result.streams),
    streams_lost: sum((result) => result.streamsLost),
    first_failure: results.find((result) => result.firstFailure !== null)?.firstFailure ?? null,
  };
}

export function cpuPerRequest(result: LoadResult): number | null {
  return result.cpu.serverUs === null || result.requests === 0 ? null : result.cpu.serverUs / result.requests;
}

/** Pairs two targets within each round, so that what the machine did meanwhile cancels as far as it can. */
export function paired(
  windows: readonly Window[],
  pair: { readonly of: TargetName; readonly to: TargetName },
  compare: (of: LoadResult, to: LoadResult) => number | null,
): Spread | null {
  const values = windows
    .filter((window) => window.target === pair.of)
    .map((window) => {
      const other = windows.find((each) => each.target === pair.to && each.round === window.round);
      return other === undefined ? null : compare(window.result, other.result);
    });
  return spread(values);
}

export function ratio(of: number | null, to: number | null): number | null {
  return of === null || to === null || to === 0 ? null : of / to;
}

export function difference(of: number | null, to: number | null): number | null {
  return of === null || to === null ? null : of - to;
}

function spread(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null);
  const middle = median(known);
  return middle === null ? null : { median: middle, min: Math.min(...known), max: Math.max(...known) };
}

function limitedBy(windows: readonly Window[], cores: Cores): LimitedBy {
  if (windows[0]?.scenario.connections === 1) return "round-trip";
  const shared = cores.client !== null && cores.client === cores.upstream;
  const server = median(windows.map(({ result }) => busy(result.cpu.serverUs, result)));
  const client = median(windows.map(({ result }) => busy(result.cpu.clientUs, result)));
  const upstream = median(windows.map(({ result }) => busy(result.cpu.upstreamUs, result)));
  if ((server ?? 0) >= SERVER_BUSY) return "server";
  const generator = shared ? (client ?? 0) + (upstream ?? 0) : Math.max(client ?? 0, upstream ?? 0);
  return generator >= GENERATOR_BUSY ? "generator" : "machine";
}

function busy(cpuUs: number | null, result: LoadResult): number {
  return (cpuUs ?? 0) / 1e6 / result.seconds;
}
