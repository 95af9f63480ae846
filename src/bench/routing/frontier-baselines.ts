import { cell } from "../../router/learner/outcome-table.ts";
import type { OutcomeTable } from "../../router/learner/outcome-table.ts";
import type { FrontierPoint, FrontierSeries } from "./frontier.ts";
import { frontierPoint } from "./frontier-point.ts";
import type { RowOutcomes } from "./frontier-point.ts";

/** Rows of a table as the frontier counts them: in USD, or in calls where no cost is known. */
export type FrontierRows = {
  readonly table: OutcomeTable;
  readonly rows: Int32Array;
  readonly unit: "usd" | "calls";
  readonly reference: number;
};

/** What needs no learning: each model alone, mixtures of them by chance, and what a seer could do. */
export function baselineSeries(of: FrontierRows): readonly FrontierSeries[] {
  const models = singleModels(of);
  const referenceScores = expertOutcomes(of, of.reference).score;
  return [
    {
      name: "single models",
      about: "One model answers everything.",
      kind: "models",
      line: false,
      points: models,
    },
    {
      name: "mixtures by chance",
      about: "The best that drawing between single models can do: their upper hull.",
      kind: "mixtures",
      line: true,
      points: upperHull(models),
    },
    {
      name: "uniform draw",
      about: "Every question goes to a model drawn evenly.",
      kind: "baseline",
      line: false,
      points: [frontierPoint("uniform draw", uniformOutcomes(of), referenceScores)],
    },
    {
      name: "oracle",
      about:
        "The cheapest model that is right, known beforehand. It profits from lucky guesses too: nobody can reach it.",
      kind: "bound",
      line: false,
      points: [frontierPoint("oracle", oracleOutcomes(of), referenceScores)],
    },
  ];
}

function singleModels(of: FrontierRows): readonly FrontierPoint[] {
  const reference = expertOutcomes(of, of.reference).score;
  return of.table.experts.map((name, expert) =>
    frontierPoint(name, expertOutcomes(of, expert), expert === of.reference ? null : reference),
  );
}

export function expertOutcomes({ table, rows, unit }: FrontierRows, expert: number): RowOutcomes {
  const at = (values: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => values[cell(table, row, expert)]!);
  const score = at(table.score);
  return { score, cost: unit === "usd" ? at(table.costUsd) : score.map(() => 1), calls: 1 };
}

function uniformOutcomes(of: FrontierRows): RowOutcomes {
  const experts = of.table.experts.map((_, expert) => expertOutcomes(of, expert));
  const mean = (row: number, pick: (outcomes: RowOutcomes) => ArrayLike<number>): number => {
    const values = experts.map((outcomes) => pick(outcomes)[row]!).filter((value) => !Number.isNaN(value));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    score: Float64Array.from(of.rows, (_, row) => mean(row, ({ score }) => score)),
    cost: Float64Array.from(of.rows, (_, row) => mean(row, ({ cost }) => cost)),
    calls: 1,
  };
}

/** Best score, then lowest cost. */
function oracleOutcomes(of: FrontierRows): RowOutcomes {
  const experts = of.table.experts.map((_, expert) => expertOutcomes(of, expert));
  const best = Array.from(of.rows, (_, row) =>
    experts
      .map(({ score, cost }) => ({ score: score[row]!, cost: cost[row]! }))
      .filter(({ score }) => !Number.isNaN(score))
      .reduce((one, other) =>
        other.score > one.score || (other.score === one.score && other.cost < one.cost) ? other : one,
      ),
  );
  return { score: best.map(({ score }) => score), cost: best.map(({ cost }) => cost), calls: 1 };
}

/** The points no mixture of two others beats, from the cheapest to the best. */
export function upperHull(points: readonly FrontierPoint[]): readonly FrontierPoint[] {
  const sorted = points
    .filter(({ cost }) => !Number.isNaN(cost))
    .toSorted((left, right) => left.cost - right.cost || right.accuracy - left.accuracy);
  const hull: FrontierPoint[] = [];
  for (const point of sorted) {
    if (hull.length > 0 && point.accuracy <= hull.at(-1)!.accuracy) continue;
    while (hull.length > 1 && isBelow(hull.at(-1)!, hull.at(-2)!, point)) hull.pop();
    hull.push(point);
  }
  return hull;
}

function isBelow(middle: FrontierPoint, left: FrontierPoint, right: FrontierPoint): boolean {
  const share = (middle.cost - left.cost) / (right.cost - left.cost);
  return middle.accuracy <= left.accuracy + share * (right.accuracy - left.accuracy);
}
