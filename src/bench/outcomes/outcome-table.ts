import { ANSWERS_UNKNOWN, NO_ANSWER } from "../../router/learner/outcome-table.ts";
import type { OutcomeTable } from "../../router/learner/outcome-table.ts";
import { answerClasses } from "../../grading/answer-key-classes.ts";
import type { AnswerKind } from "../../grading/answer-key.ts";
import { answerKey } from "../../grading/answer-key.ts";
import { callCost } from "./call-cost.ts";
import type { CostBasis, CostSource } from "./call-cost.ts";
import type { Prices } from "./prices.ts";
import type { Recorded, RecordedQuestion } from "./read-outcomes.ts";

export type ModelCoverage = {
  readonly model: string;
  /** Questions with a grade, and those of them whose cost is known. */
  readonly graded: number;
  readonly priced: number;
};

/** Files hold money or nothing; energy and time are measured live. */
type RecordedBasis = Exclude<CostBasis, "energy" | "time">;

export type BuiltTable = {
  readonly table: OutcomeTable;
  readonly coverage: readonly ModelCoverage[];
  readonly costBasis: RecordedBasis;
  /** Costs whose tokens were guessed from characters. */
  readonly guessedCosts: number;
  /** Share of the answers that can be compared with others. */
  readonly comparableShare: number;
};

/** The learner's table of these models' outcomes; a cell nobody recorded is NaN. */
export function outcomeTable(
  { questions }: Pick<Recorded, "questions">,
  models: readonly string[],
  prices: Prices,
): BuiltTable {
  const cells = questions.length * models.length;
  const table: OutcomeTable = {
    experts: models,
    questions,
    score: new Float64Array(cells).fill(Number.NaN),
    costUsd: new Float64Array(cells).fill(Number.NaN),
    latencyMs: new Float64Array(cells).fill(Number.NaN),
    answerClass: new Int32Array(cells).fill(ANSWERS_UNKNOWN),
  };
  const sources = new Map<CostSource, number>();
  const kinds = answerKinds(questions);
  for (const [row, question] of questions.entries()) {
    const first = row * models.length;
    for (const [column, model] of models.entries()) {
      const outcome = question.outcomes.get(model);
      if (outcome === undefined) continue;
      table.score[first + column] = outcome.score;
      table.latencyMs[first + column] = outcome.latencyMs;
      const price = Object.hasOwn(prices, model) ? prices[model] : undefined;
      const cost = callCost(outcome, question.promptChars, price);
      if (cost === null) continue;
      table.costUsd[first + column] = cost.usd;
      sources.set(cost.source, (sources.get(cost.source) ?? 0) + 1);
    }
    const answers = models.map((model) => question.outcomes.get(model)?.answer);
    table.answerClass.set(answerClasses(answers, kinds.get(question.task)), first);
  }
  return {
    table,
    coverage: models.map((model, column) => coverageOf(table, model, column)),
    costBasis: basisOf(sources),
    guessedCosts: sources.get("characters") ?? 0,
    comparableShare: comparableShare(table),
  };
}

/** Enough questions to tell what a task's answers are like. */
const KIND_QUESTIONS = 200;

/** Tasks most of whose answers are calls of functions: there, prose is an answer that calls none. */
function answerKinds(questions: readonly RecordedQuestion[]): ReadonlyMap<string, AnswerKind> {
  const counts = new Map<string, { questions: number; answers: number; calls: number }>();
  for (const { task, outcomes } of questions) {
    const count = counts.get(task) ?? { questions: 0, answers: 0, calls: 0 };
    counts.set(task, count);
    if ((count.questions += 1) > KIND_QUESTIONS) continue;
    for (const { answer } of outcomes.values()) {
      if (answer == null) continue;
      count.answers += 1;
      if (answerKey(answer)?.startsWith("calls:") === true) count.calls += 1;
    }
  }
  return new Map(
    [...counts].flatMap(([task, { answers, calls }]) =>
      calls > answers / 3 ? [[task, "calls" as const]] : [],
    ),
  );
}

function coverageOf(table: OutcomeTable, model: string, column: number): ModelCoverage {
  let graded = 0;
  let priced = 0;
  for (let index = column; index < table.score.length; index += table.experts.length) {
    if (Number.isNaN(table.score[index]!)) continue;
    graded += 1;
    if (!Number.isNaN(table.costUsd[index]!)) priced += 1;
  }
  return { model, graded, priced };
}

function basisOf(sources: ReadonlyMap<CostSource, number>): RecordedBasis {
  const [first, ...others] = sources.keys();
  return first === undefined ? "unknown" : others.length === 0 ? first : "mixed";
}

function comparableShare(table: OutcomeTable): number {
  let graded = 0;
  let comparable = 0;
  for (const [index, score] of table.score.entries()) {
    if (Number.isNaN(score)) continue;
    graded += 1;
    if (table.answerClass[index]! >= NO_ANSWER) comparable += 1;
  }
  return graded === 0 ? 0 : comparable / graded;
}
