import type { RequestRecord } from "../../src/core/request-record.ts";
import { tangoInterval } from "../../src/statistics/tango.ts";
import { type Interval, wilsonInterval } from "../../src/statistics/wilson-interval.ts";

/** One answer as the ledger has it. */
export type Asked = {
  /** Number of the problem, the same for mixture and reference. */
  readonly index: number;
  readonly model: string;
  readonly family: string;
  readonly expert: string;
  readonly role: RequestRecord["decision"]["role"];
  readonly correct: boolean;
  readonly energyMj: number | null;
  readonly costNanoUsd: number | null;
  readonly totalUs: number;
};

export type Tally = {
  readonly answers: number;
  readonly accuracy: number | null;
  /** Wilson, 95 %. */
  readonly interval: Interval | null;
  /** Means; `null` as soon as one value is unknown. */
  readonly energyMj: number | null;
  readonly costNanoUsd: number | null;
  readonly milliseconds: number | null;
  /** Share of the answers each expert gave. */
  readonly experts: Readonly<Record<string, number>>;
};

export function tally(asked: readonly Asked[]): Tally {
  const answers = asked.length;
  const right = asked.filter(({ correct }) => correct).length;
  const counts = new Map<string, number>();
  for (const { expert } of asked) counts.set(expert, (counts.get(expert) ?? 0) + 1);
  return {
    answers,
    accuracy: answers === 0 ? null : right / answers,
    interval: answers === 0 ? null : wilsonInterval(right, answers),
    energyMj: mean(asked.map(({ energyMj }) => energyMj)),
    costNanoUsd: mean(asked.map(({ costNanoUsd }) => costNanoUsd)),
    milliseconds: mean(asked.map(({ totalUs }) => totalUs / 1_000)),
    experts: Object.fromEntries([...counts].map(([expert, count]) => [expert, count / answers])),
  };
}

export type Compared = {
  readonly problems: number;
  readonly accuracyDifference: number;
  /** Of the paired difference, Tango's score interval, 95 %: it has a width even when no pair differs. */
  readonly interval: Interval;
  readonly energyRatio: number | null;
  readonly costRatio: number | null;
};

/** The mixture and the reference on the problems that both were asked; `null` when there are none. */
export function compare(mixture: readonly Asked[], reference: readonly Asked[]): Compared | null {
  const byIndex = new Map(reference.map((one) => [one.index, one]));
  const both = mixture.flatMap((one) => {
    const other = byIndex.get(one.index);
    return other === undefined ? [] : [[one, other] as const];
  });
  if (both.length < 2) return null;
  const won = both.filter(([one, other]) => one.correct && !other.correct).length;
  const lost = both.filter(([one, other]) => !one.correct && other.correct).length;
  return {
    problems: both.length,
    accuracyDifference: (won - lost) / both.length,
    interval: tangoInterval({ n: both.length, won, lost }, 0.95),
    energyRatio: ratio(both.map(([one, other]) => [one.energyMj, other.energyMj])),
    costRatio: ratio(both.map(([one, other]) => [one.costNanoUsd, other.costNanoUsd])),
  };
}

function ratio(pairs: readonly (readonly [number | null, number | null])[]): number | null {
  const [own, other] = [mean(pairs.map(([one]) => one)), mean(pairs.map(([, two]) => two))];
  return own === null || other === null || other === 0 ? null : own / other;
}

function mean(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return values.length === 0 ? null : sum / values.length;
}
