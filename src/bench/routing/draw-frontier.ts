import { AppError } from "../../core/app-error.ts";
import { successKind } from "../../router/learner/learnable.ts";
import { cell } from "../../router/learner/outcome-table.ts";
import type { OutcomeTable } from "../../router/learner/outcome-table.ts";
import type { SuccessModelKind } from "../../router/success/success-model.ts";
import { baselineSeries } from "./frontier-baselines.ts";
import type { FrontierRows } from "./frontier-baselines.ts";
import { judgedRowsOf, learntCurve } from "./frontier-learnt.ts";
import type { Frontier, FrontierSeries } from "./frontier.ts";
import type { LoadedTable } from "./load-table.ts";

/** Fewer judged questions than this say nothing. */
const QUESTIONS_MIN = 20;

export type FrontierOptions = {
  /** The best single model when `null`. */
  readonly reference: string | null;
  readonly callsMax: number;
  readonly model: string;
  readonly seed: number;
};

/** Everything a policy can be held against, all of it on the same questions, which no learnt policy has seen. */
export function drawFrontier(loaded: LoadedTable, options: FrontierOptions): Frontier {
  const { table, notes, labels } = loaded;
  const reference = options.reference === null ? bestExpert(table) : table.experts.indexOf(options.reference);
  const rows = Int32Array.from(table.questions.keys()).filter(
    (row) => !Number.isNaN(table.score[cell(table, row, reference)]!),
  );
  const unit = loaded.costBasis === "unknown" ? "calls" : "usd";
  const of: FrontierRows = { table, rows, unit, reference };
  const judged = judgedRowsOf(of, options.seed);
  if (judged.length < QUESTIONS_MIN)
    throw new AppError(
      "not_enough_evidence",
      `${rows.length} graded questions are too few to learn from and to judge on`,
      {
        hint: "A frontier needs about a hundred questions; intervals of a few points need a thousand.",
      },
    );
  return {
    reference: table.experts[reference]!,
    questions: judged.length,
    learntFrom: rows.length - judged.length,
    unit,
    notes,
    series: [...baselineSeries({ ...of, rows: judged }), ...learntSeries(of, labels, options)],
  };
}

function learntSeries(
  of: FrontierRows,
  labels: readonly string[],
  { callsMax, model, seed }: FrontierOptions,
): readonly FrontierSeries[] {
  const kind = fittedOnce(successKind(model));
  const labelled = { ...of, table: withLabels(of.table, labels) };
  const one: readonly FrontierSeries[] = [
    {
      name: "family table",
      about: "Learnt: one model per label of the benchmark, which it is told.",
      kind: "baseline",
      line: true,
      points: learntCurve(labelled, { kind: successKind("table"), callsMax: 1, seed }),
    },
    {
      name: "nearest neighbours",
      about: "Learnt: the model that did best on the most similar questions.",
      kind: "baseline",
      line: true,
      points: learntCurve(of, { kind: successKind("knn"), callsMax: 1, seed }),
    },
    {
      name: "learnt, one call",
      about: "Learnt: chooses one model from the question alone.",
      kind: "learnt",
      line: true,
      points: learntCurve(of, { kind, callsMax: 1, seed }),
    },
  ];
  if (callsMax === 1) return one;
  return [
    ...one,
    {
      name: `learnt, up to ${callsMax} calls`,
      about: "Learnt: asks on when the first answers do not convince.",
      kind: "learnt",
      line: true,
      points: learntCurve(of, { kind, callsMax, seed }),
    },
  ];
}

/** Curves of one kind learn from the same rows: predictions, the slowest part, are fitted for the first and kept. */
function fittedOnce(kind: SuccessModelKind): SuccessModelKind {
  let kept: ReturnType<SuccessModelKind["fitLeftOut"]> | undefined;
  return { ...kind, fitLeftOut: (training) => (kept ??= kind.fitLeftOut(training)) };
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
