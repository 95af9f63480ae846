import type { Frontier, FrontierPoint, FrontierSeries } from "../../bench/routing/frontier.ts";
import { percentText } from "./share.ts";
import { type Column, renderTable } from "./table.ts";

const MODELS_SHOWN = 8;
const POINTS_SHOWN = 5;

type Line = { readonly series: string; readonly point: FrontierPoint };

/** The frontier in a few lines: the best single models and some prices of each curve. */
export function frontierReport(frontier: Frontier, width: number): readonly string[] {
  const lines = frontier.series.flatMap((series) =>
    shown(series).map((point): Line => ({ series: series.name, point })),
  );
  const reference =
    frontier.series[0]?.points.find(({ label }) => label === frontier.reference)?.cost ?? Number.NaN;
  const isPriced = frontier.unit === "usd";
  const columns: readonly Column<Line>[] = [
    {
      title: "ANSWERED BY",
      cell: ({ series, point }) =>
        series === "single models" || series === point.label ? point.label : `${series}, ${point.label}`,
      flexible: "start",
    },
    { title: "RIGHT", cell: ({ point }) => percentText(point.accuracy), right: true },
    { title: "± 95 %", cell: ({ point }) => marginText(point), right: true },
    ...(isPriced
      ? [{ title: "COST", cell: ({ point }: Line) => percentText(point.cost / reference), right: true }]
      : []),
    { title: "CALLS", cell: ({ point }) => point.calls.toFixed(2), right: true },
  ];
  const footer = isPriced
    ? `cost is a share of that of ${frontier.reference}`
    : "no cost is known: calls are per question";
  return [...renderTable(columns, lines, width), "", footer];
}

function marginText({ accuracy, interval }: FrontierPoint): string {
  return Number.isNaN(interval[1]) ? "?" : (100 * (interval[1] - accuracy)).toFixed(1);
}

function shown({ kind, points }: FrontierSeries): readonly FrontierPoint[] {
  if (kind === "mixtures") return [];
  if (kind === "models")
    return points.toSorted((left, right) => right.accuracy - left.accuracy).slice(0, MODELS_SHOWN);
  const step = Math.max(1, Math.ceil(points.length / POINTS_SHOWN));
  return points.filter((_, at) => at % step === 0);
}
