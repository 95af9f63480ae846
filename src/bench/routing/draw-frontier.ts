import { cell } from "../../router/learner/outcome-table.ts";
import type { OutcomeTable } from "../../router/learner/outcome-table.ts";
import { SUCCESS_MODEL_KINDS } from "../../router/success/registry.ts";
import { baselineSeries } from "./frontier-baselines.ts";
import type { FrontierRows } from "./frontier-baselines.ts";
import { learntCurve } from "./frontier-learnt.ts";
import type { Frontier, FrontierSeries } from "./frontier.ts";
import type { LoadedTable } from "./load-table.ts";

export type FrontierOptions = {
  /** The best single model when `null`. */
  readonly reference: string | null;
  readonly callsMax: number;
  readonly model: string;
  readonly seed: number;
};

/** Everything a policy can be held against, on the questions the reference was graded on. */
export function drawFrontier(loaded: LoadedTable, options: FrontierOptions): Frontier {
  const { table, notes, labels } = loaded;
  const reference = options.reference === null ? bestExpert(table) : table.experts.indexOf(options.reference);
  const rows = Int32Array.from(table.questions.keys()).filter(
    (row) => !Number.isNaN(table.score[cell(table, row, reference)]!),
  );
  const unit = loaded.costBasis === "unknown" ? "calls" : "usd";
  const of: FrontierRows = { table, rows, unit, reference };
  const labelled = { ...of, table: withLabels(table, labels) };
  const { callsMax, model, seed } = options;
  const learnt: FrontierSeries[] = [
    {
      name: "family table",
      about: "Learnt: one model per benchmark label, which it is told.",
      kind: "baseline",
      line: true,
      points: learntCurve(labelled, { kind: "table", callsMax: 1, seed }),
    },
    ...nearestNeighbours(of, seed),
    {
      name: "learnt, one call",
      about: "Learnt: chooses one model from the question alone.",
      kind: "learnt",
      line: true,
      points: learntCurve(of, { kind: model, callsMax: 1, seed }),
    },
  ];
  if (callsMax > 1)
    learnt.push({
      name: `learnt, up to ${callsMax} calls`,
      about: "Learnt: may ask on when the first answers do not convince.",
      kind: "learnt",
      line: true,
      points: learntCurve(of, { kind: model, callsMax, seed }),
    });
  return {
    reference: table.experts[reference]!,
    questions: rows.length,
    unit,
    notes,
    series: [...baselineSeries(of), ...learnt],
  };
}

function nearestNeighbours(of: FrontierRows, seed: number): readonly FrontierSeries[] {
  if (!SUCCESS_MODEL_KINDS.some(({ kind }) => kind === "knn")) return [];
  return [
    {
      name: "nearest neighbours",
      about: "Learnt: the model that did best on similar questions.",
      kind: "baseline",
      line: true,
      points: learntCurve(of, { kind: "knn", callsMax: 1, seed }),
    },
  ];
}

function bestExpert(table: OutcomeTable): number {
  const means = table.experts.map((_, expert) => {
    const scores = Array.from(table.questions.keys(), (row) => table.score[cell(table, row, expert)]!);
    const known = scores.filter((score) => !Number.isNaN(score));
    return known.length < table.questions.length / 2
      ? -1
      : known.reduce((sum, score) => sum + score, 0) / known.length;
  });
  return means.indexOf(Math.max(...means));
}

function withLabels(table: OutcomeTable, labels: readonly string[]): OutcomeTable {
  const questions = table.questions.map((question, row) => ({
    ...question,
    features: { ...question.features, family: labels[row] ?? null },
  }));
  return { ...table, questions };
}
