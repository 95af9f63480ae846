import { expect, test } from "vitest";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";
import { pairOf } from "./evidence.ts";
import { verifiedRow, type RowSketch } from "./learner-testing.ts";
import { pairRows } from "./pair-rows.ts";

const experts = ["big", "small"];
const match = { type: "match", toleranceShare: 0.01, confidence: 0.95 } as const;

/** Asks these experts one after the other and gives the last one's answer. */
function asking(...order: readonly number[]): SequentialPolicy {
  return {
    experts,
    callsMax: order.length,
    lambdaPerUsd: null,
    predict: () => ({ success: new Float64Array(2), costUsd: new Float64Array(2) }),
    next: (_, seen) =>
      seen.length === order.length
        ? { type: "answer", index: seen.length - 1, reason: "" }
        : { type: "ask", expert: order[seen.length] ?? 0, reason: "" },
    state: () => null,
  };
}

function pair(sketches: readonly Partial<RowSketch>[], policy = asking(1), objective = {}) {
  const [big, small] = sketches;
  const rows = [
    verifiedRow({ request: 1, expert: "big", right: true, ...big }),
    ...(small === undefined
      ? []
      : [verifiedRow({ request: 1, expert: "small", right: true, shadow: "drawn", ...small })]),
  ];
  const [row] = pairRows(rows, { mixture: "auto", experts });
  if (row === undefined) throw new Error("no row");
  return pairOf({ policy, experts, reference: "big", objective: { ...match, ...objective } }, row);
}

test("a pair is what the policy's expert said less what the reference said", () => {
  expect(pair([{ right: false }, { right: true }])).toMatchObject({ difference: 1, asked: ["small"] });
  expect(pair([{}, { right: false }])).toMatchObject({ difference: -1 });
  expect(pair([{}, {}], asking(0))).toMatchObject({ difference: 0, asked: ["big"] });
});

test("only questions chosen by the draw are pairs", () => {
  expect(pair([{}, { shadow: "probe" }])).toBeNull();
  expect(pair([{}])).toBeNull();
});

test("an answer that nothing can be read from is not right, the policy's and the reference's alike", () => {
  expect(pair([{}, { right: null }])).toMatchObject({ difference: -1 });
  expect(pair([{ right: null }, {}])).toMatchObject({ difference: 1, referenceScore: 0 });
  expect(pair([{ right: null }, { right: null }])).toMatchObject({ difference: 0 });
});

test("everything that was asked is paid, and one unknown price makes the sum unknown", () => {
  const spent = [
    { costNanoUsd: 100, energyMj: 4 },
    { costNanoUsd: 10, energyMj: null },
  ];
  expect(pair(spent, asking(1, 0))).toMatchObject({
    policyCostNanoUsd: 110,
    referenceCostNanoUsd: 100,
    policyEnergyMj: null,
    referenceEnergyMj: 4,
  });
});

test("where the objective weighs, money is part of the difference, and without a price there is no pair", () => {
  const weigh = { type: "weigh", usdPerCorrect: 1, secondsPerCorrect: null };
  const priced = [{ costNanoUsd: 5e8 }, { costNanoUsd: 1e8 }];
  expect(pair(priced, asking(1), weigh)?.difference).toBeCloseTo(0.4);
  expect(pair([{ costNanoUsd: 5e8 }, {}], asking(1), weigh)).toBeNull();
});
