import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { testDataFile } from "../../../tests/support/test-data.ts";
import { addDifference, logCapital } from "../../statistics/betting.ts";
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
