import type { Row } from "./report.ts";
import type { Spread, TargetNumbers } from "./summary.ts";

const HEAD = [
  "scenario",
  "target",
  "req/s",
  "of floor",
  "p50 ms",
  "p99 ms",
  "1st frame p99",
  "gap p99",
  "cpu us/req",
  "limited by",
  "failed",
  "lost",
];

/** The rows as a table a person reads; ratios with their extremes over the rounds. */
export function tableText(rows: readonly Row[]): string {
  const lines = rows.flatMap((row) =>
    Object.entries(row.targets).map(([name, numbers]) => cells(row, name, numbers)),
  );
  const all = [HEAD, ...lines];
  const widths = HEAD.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cells(row: Row, name: string, numbers: TargetNumbers): readonly string[] {
  return [
    `${row.body} x${row.connections}`,
    name,
    middle(numbers.requests_per_second, 0),
    name === "toque" ? withExtremes(row.throughput_ratio) : "",
    middle(numbers.p50_ms, 3),
    middle(numbers.p99_ms, 3),
    middle(numbers.first_frame_p99_ms, 3),
    middle(numbers.frame_gap_p99_ms, 3),
    name === "direct" ? "" : middle(numbers.cpu_us_per_request, 1),
    numbers.limited_by,
    String(numbers.failures),
    row.body === "stream" ? String(numbers.streams_lost) : "",
  ];
}

function middle(value: Spread | null, digits: number): string {
  return value === null ? "" : value.median.toFixed(digits);
}

function withExtremes(value: Spread | null): string {
  if (value === null) return "";
  return `${percent(value.median)} (${percent(value.min)}-${percent(value.max)})`;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(0)} %`;
}
