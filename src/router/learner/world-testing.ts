import { seededDraws } from "../../statistics/seeded-draws.ts";
import { NO_FEATURES } from "../features/features.ts";
import type { LearnInput } from "./learn-policy.ts";
import type { OutcomeTable } from "./outcome-table.ts";

/** One expert of a made-up world: chance of a right answer per family, and USD per call (NaN: unknown). */
export type WorldExpert = { readonly right: Readonly<Record<string, number>>; readonly usd: number };

/**
 * Questions with one right answer and many wrong ones, answered independently: two that agree are right. For tests.
 */
export function worldTable(
  experts: Readonly<Record<string, WorldExpert>>,
  { rows, seed }: { readonly rows: number; readonly seed: number },
): OutcomeTable {
  const draw = seededDraws(seed);
  const names = Object.keys(experts);
  const families = Object.keys(experts[names[0]!]!.right);
  const family = Array.from({ length: rows }, () => families[Math.floor(draw() * families.length)]!);
  const cells = rows * names.length;
  const of = (at: number): WorldExpert => experts[names[at % names.length]!]!;
  const score = Float64Array.from({ length: cells }, (_, at) =>
    Number(draw() < of(at).right[family[Math.floor(at / names.length)]!]!),
  );
  return {
    experts: names,
    questions: family.map((own, row) => ({
      id: `q${row}`,
      group: `q${row}`,
      features: { ...NO_FEATURES, family: own, inputTokensEstimate: row + seed / 1_000 },
    })),
    score,
    costUsd: Float64Array.from({ length: cells }, (_, at) => of(at).usd),
    latencyMs: new Float64Array(cells).fill(Number.NaN),
    answerClass: Int32Array.from(score, (right) => (right === 1 ? 0 : 1 + Math.floor(draw() * 1e6))),
  };
}

/** What the tests ask for unless they say otherwise. */
export function learnInput(table: OutcomeTable, changes: Partial<LearnInput> = {}): LearnInput {
  return {
    table,
    reference: table.experts[0]!,
    objective: { type: "match", toleranceShare: 0.01, confidence: 0.95 },
    callsMax: 3,
    model: "table",
    seed: 1,
    hidden: [],
    costBasis: "recorded",
    ...changes,
  };
}
