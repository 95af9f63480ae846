import { standingOf, type Measure } from "./measure.ts";

type Result = {
  readonly name: string;
  readonly seconds: number;
  readonly measures: readonly Measure[];
  readonly failure: string | null;
};

/** First what was promised, then what it is held against, as a table that can be pasted into a document. */
export function reportText(results: readonly Result[], seconds: number): string {
  const measures = results.flatMap((result) => result.measures);
  const promised = measures.filter(({ target }) => target !== null);
  const others = measures.filter(({ target }) => target === null);
  const failures = results.filter(({ failure }) => failure !== null);
  return [
    "| what | measured (95 %) | target | | |",
    "|---|---|---|---|---|",
    ...promised.map((one) =>
      row([one.what, valueText(one), targetText(one), standingOf(one) ?? "", one.note]),
    ),
    "",
    "| beside it | measured (95 %) | |",
    "|---|---|---|",
    ...others.map((one) => row([one.what, valueText(one), one.note])),
    "",
    ...failures.map(({ name, failure }) => `FAILED ${name}: ${failure}`),
    `${results.length} parts in ${(seconds / 60).toFixed(1)} minutes: ${results.map((one) => `${one.name} ${one.seconds.toFixed(0)} s`).join(", ")}`,
  ].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function valueText(measure: Measure): string {
  const { value, interval } = measure;
  if (value === null) return "not measured";
  const shown = inUnit(value, measure);
  return interval === null
    ? shown
    : `${shown} (${inUnit(interval[0], measure)} to ${inUnit(interval[1], measure)})`;
}

function targetText(measure: Measure): string {
  const { atLeast, atMost } = measure.target ?? {};
  if (atLeast !== undefined) return `≥ ${inUnit(atLeast, measure)}`;
  return atMost === undefined ? "" : `≤ ${inUnit(atMost, measure)}`;
}

function inUnit(value: number, { unit }: Measure): string {
  switch (unit) {
    case "points":
      return `${value >= 0 ? "+" : ""}${(100 * value).toFixed(2)} pt`;
    case "seconds":
      return `${value.toFixed(1)} s`;
    case "bytes":
      return `${(value / 1e6).toFixed(0)} MB`;
    case "microseconds":
      return `${value.toFixed(0)} µs`;
    case "count":
      return value.toFixed(0);
    case "share":
    case "ratio":
      return value.toFixed(4);
  }
}
