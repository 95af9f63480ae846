import { successKind } from "../../src/router/learner/learnable.ts";
import { cell, type OutcomeTable } from "../../src/router/learner/outcome-table.ts";
import { meanOf, type Way } from "./answered.ts";

/** What every result is held against. All but the oracle and the draw are chosen on the training part alone. */
export type Baseline = { readonly name: string; choose(row: number): Way };

export type BaselineInput = {
  readonly train: OutcomeTable;
  readonly test: OutcomeTable;
  readonly trainLabels: readonly string[];
  readonly testLabels: readonly string[];
  readonly reference: number;
  /** Uniform in [0, 1). */
  readonly draw: () => number;
};

/** A family's own mean counts as much as the whole's after so many questions. */
const FAMILY_SHRINKAGE = 10;
/** Another than the best single expert is asked only when its neighbours promise this much more. */
const NEIGHBOUR_GUARD = 0.05;

export function baselinesOf(input: BaselineInput): readonly Baseline[] {
  const means = meansOf(input.train, [...input.train.questions.keys()]);
  const best = indexOfBest(means.score);
  return [
    { name: "best single", choose: () => ({ asked: [best] }) },
    { name: "random", choose: () => ({ asked: [Math.floor(input.draw() * means.score.length)] }) },
    familyTable(input, means.score),
    neighbours(input, best),
    agreement(input, means),
    { name: "oracle", choose: (row) => ({ asked: [cheapestRight(input.test, row)] }) },
  ];
}

type Means = { readonly score: readonly number[]; readonly costUsd: readonly number[] };

function meansOf(table: OutcomeTable, rows: readonly number[]): Means {
  const mean = (values: Float64Array, expert: number): number =>
    meanOf(
      rows
        .map((row) => values[cell(table, row, expert)] ?? Number.NaN)
        .filter((value) => !Number.isNaN(value)),
    );
  const of = (values: Float64Array): readonly number[] =>
    table.experts.map((_, expert) => mean(values, expert));
  return { score: of(table.score), costUsd: of(table.costUsd) };
}

/** The expert that is best on each label, which it is given. */
function familyTable(
  { train, trainLabels, testLabels }: BaselineInput,
  overall: readonly number[],
): Baseline {
  const families = Map.groupBy(train.questions.keys(), (row) => trainLabels[row] ?? "");
  const best = new Map(
    [...families].map(([family, rows]) => {
      const own = meansOf(train, rows).score;
      const share = rows.length / (rows.length + FAMILY_SHRINKAGE);
      return [family, indexOfBest(own.map((score, k) => share * score + (1 - share) * (overall[k] ?? 0)))];
    }),
  );
  const fallback = indexOfBest(overall);
  return {
    name: "family table (label given)",
    choose: (row) => ({ asked: [best.get(testLabels[row] ?? "") ?? fallback] }),
  };
}

function neighbours({ train, test }: BaselineInput, best: number): Baseline {
  const rows = Int32Array.from(train.questions.keys());
  const model = successKind("knn").fit({ table: train, rows, seed: 1 });
  const chances = new Float64Array(train.experts.length);
  return {
    name: "kNN with a guard",
    choose(row) {
      const features = test.questions[row]?.features;
      if (features !== undefined) model.predict(features, chances);
      const nearest = indexOfBest([...chances]);
      const gain = (chances[nearest] ?? 0) - (chances[best] ?? 0);
      return { asked: [gain > NEIGHBOUR_GUARD ? nearest : best] };
    },
  };
}

/** Two cheap experts give the same answer: it stands; else the reference is asked. The pair is the cheapest that keeps up in training. */
function agreement({ train, test, reference }: BaselineInput, means: Means): Baseline {
  const rows = [...train.questions.keys()];
  const others = train.experts.map((_, expert) => expert).filter((expert) => expert !== reference);
  const pairs = others.flatMap((first, at) => others.slice(at + 1).map((second) => [first, second] as const));
  const judged = pairs.map((pair) => {
    const ways = rows.map((row) => agreed(train, row, { pair, reference }));
    const score = meanOf(
      ways.map(
        ({ from, asked }, at) => train.score[cell(train, rows[at] ?? 0, from ?? asked.at(-1) ?? 0)] || 0,
      ),
    );
    const cost = meanOf(ways.map(({ asked }) => asked.reduce((sum, k) => sum + (means.costUsd[k] || 0), 0)));
    return { pair, score, cost };
  });
  const goal = means.score[reference] ?? 0;
  const able = judged
    .filter(({ score }) => score >= goal)
    .toSorted((left, right) => left.cost - right.cost)[0];
  const chosen = able ?? judged.toSorted((left, right) => right.score - left.score)[0];
  const pair = chosen?.pair ?? ([reference, reference] as const);
  return { name: "agreement cascade", choose: (row) => agreed(test, row, { pair, reference }) };
}

function agreed(
  table: OutcomeTable,
  row: number,
  {
    pair: [first, second],
    reference,
  }: { readonly pair: readonly [number, number]; readonly reference: number },
): Way {
  const left = table.answerClass[cell(table, row, first)] ?? -1;
  const same = left >= 0 && left === table.answerClass[cell(table, row, second)];
  return same ? { asked: [first, second], from: first } : { asked: [first, second, reference] };
}

/** Known beforehand; when none is right, the cheapest. Lucky guesses included: nobody can reach it. */
function cheapestRight(table: OutcomeTable, row: number): number {
  const experts = table.experts.map((_, expert) => expert);
  const worth = (expert: number): number => {
    const cost = table.costUsd[cell(table, row, expert)] || 0;
    return (table.score[cell(table, row, expert)] || 0) * 1e6 - cost;
  };
  return experts.reduce((best, expert) => (worth(expert) > worth(best) ? expert : best), 0);
}

function indexOfBest(values: readonly number[]): number {
  return values.reduce((best, value, at) => (value > (values[best] ?? -Infinity) ? at : best), 0);
}
