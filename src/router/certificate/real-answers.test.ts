import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { testDataFile } from "../../../tests/support/test-data.ts";
import { addDifference, logCapital } from "../../statistics/betting.ts";
import { mcnemar } from "../../statistics/mcnemar.ts";
import { tangoEquivalence } from "../../statistics/tango.ts";
import type { DifferenceTally } from "../../statistics/betting.ts";

const MATRIX = "matrix_zeroeval_gsm8k.json";
const file = testDataFile("oracles", "sequential_file_order_oracles.json");

test.skipIf(file === null)("real answers in file order give the recorded capitals", () => {
  const oracles: readonly FileOrderOracle[] = JSON.parse(readFileSync(file ?? "", "utf8"));
  const { models }: Matrix = JSON.parse(readFileSync(testDataFile("outputs", MATRIX) ?? "", "utf8"));
  let compared = 0;
  for (const oracle of oracles.filter((one) => one.file === MATRIX)) {
    const [first, second] = [models[oracle.A]?.correct ?? "", models[oracle.B]?.correct ?? ""];
    const [tally, mirrored]: [DifferenceTally, DifferenceTally] = [new Map(), new Map()];
    const expected = new Map([...oracle.trace, oracle.final].map((point) => [point.t, point]));
    let pairs = 0;
    for (let question = 0; question < first.length; question++) {
      const difference = Number(first[question]) - Number(second[question]);
      if (Number.isNaN(difference)) continue;
      addDifference(tally, difference);
      addDifference(mirrored, -difference);
      const point = expected.get(++pairs);
      if (point === undefined) continue;
      expect(logCapital(tally, -oracle.delta)).toBeCloseTo(point.logE_A_ni, 8);
      expect(logCapital(mirrored, -oracle.delta)).toBeCloseTo(point.logE_B_ni, 8);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(10);
});

const whatCanBeProven = testDataFile("oracles", "what_n_can_prove.json");

test.skipIf(whatCanBeProven === null)(
  "so many pairs can prove what the recorded table says, and no more",
  () => {
    const rows: readonly Provable[] = JSON.parse(readFileSync(whatCanBeProven ?? "", "utf8"));
    for (const row of rows) {
      const { n, discordant } = row;
      for (const margin of [0.02, 0.05, 0.1]) {
        const needed = leadNeeded(
          discordant,
          (won, lost) => tangoEquivalence({ n, won, lost }, margin).pNonInferior,
        );
        expect([row, needed]).toEqual([row, row[`min_b_minus_c_for_NI_delta_${margin}`]]);
      }
      const better = leadNeeded(discordant, (won, lost) => (won > lost ? mcnemar({ won, lost }).exact : 1));
      expect([row, better]).toEqual([row, row.min_b_minus_c_for_superiority]);
    }
    expect(rows.length).toBeGreaterThan(20);
  },
);

/** The smallest lead, of so many pairs that differ, with which a claim has a p-value of at most 5 %. */
function leadNeeded(differing: number, pValue: (won: number, lost: number) => number): number | "impossible" {
  for (let won = 0; won <= differing; won++) {
    if (pValue(won, differing - won) <= 0.05) return won - (differing - won);
  }
  return "impossible";
}

type Provable = {
  readonly n: number;
  readonly discordant: number;
  readonly min_b_minus_c_for_superiority: number | string;
} & {
  readonly [name: string]: number | string;
};
type Point = { readonly t: number; readonly logE_A_ni: number; readonly logE_B_ni: number };
type FileOrderOracle = {
  readonly file: string;
  readonly A: string;
  readonly B: string;
  readonly delta: number;
  readonly trace: readonly Point[];
  readonly final: Point;
};
/** `correct` has a digit per question: 1 right, 0 wrong, anything else missing. */
type Matrix = { readonly models: Readonly<Record<string, { readonly correct: string }>> };
