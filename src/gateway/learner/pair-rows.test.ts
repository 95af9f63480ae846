import {
  array,
  assert,
  constant,
  constantFrom,
  nat,
  property,
  record,
  shuffledSubarray,
  tuple,
} from "fast-check";
import { expect, test } from "vitest";
import { ANSWERS_UNKNOWN, NO_ANSWER } from "../../router/learner/outcome-table.ts";
import { verifiedRow, type RowSketch } from "./learner-testing.ts";
import { pairRows, type Pairing } from "./pair-rows.ts";
import { costBasisOf, tableOf } from "./rows-to-table.ts";

const experts = ["big", "small"];
const pairing: Pairing = { mixture: "auto", experts };

function pair(sketches: readonly RowSketch[]) {
  return pairRows(sketches.map(verifiedRow), pairing);
}

test("a request and its shadow runs are one row with an answer per expert", () => {
  const [row] = pair([
    { request: 1, expert: "big", right: true },
    { request: 1, expert: "small", right: false, shadow: "drawn" },
  ]);
  expect(row).toMatchObject({ drawn: true, answers: [{ score: 1 }, { score: 0 }] });
});

test("requests of another mixture, and shadows without their request, are left out", () => {
  expect(pair([{ request: 1, expert: "big", right: true, mixture: null }])).toEqual([]);
  expect(pair([{ request: 1, expert: "small", right: true, shadow: "drawn" }])).toEqual([]);
});

test("a probe of a family is not a draw, nor is a request without shadows", () => {
  const rows = pair([
    { request: 1, expert: "big", right: true },
    { request: 1, expert: "small", right: false, shadow: "probe" },
    { request: 2, expert: "big", right: true },
  ]);
  expect(rows.map((row) => row.drawn)).toEqual([false, false]);
});

test("a check speaks before a person does", () => {
  const [row] = pair([
    { request: 1, expert: "big", right: false, source: "feedback" },
    { request: 1, expert: "big", right: true },
  ]);
  expect(row?.answers[0]).toMatchObject({ score: 1, source: "check" });
});

test("the order in which verdicts come changes nothing", () => {
  const sketch = record({
    request: nat(20),
    expert: constantFrom(...experts),
    right: constantFrom(true, false, null),
    shadow: constantFrom("drawn" as const, "probe" as const),
  });
  const sketches = array(sketch, { maxLength: 40 }).map((drawn) => [
    ...Array.from({ length: 20 }, (_, request): RowSketch => ({ request, expert: "big", right: true })),
    ...new Map(drawn.map((one) => [`${one.request}/${one.expert}`, one])).values(),
  ]);
  const shuffledToo = sketches.chain((given) =>
    tuple(constant(given), shuffledSubarray(given, { minLength: given.length, maxLength: given.length })),
  );
  assert(
    property(shuffledToo, ([given, shuffled]) => {
      expect(pair(shuffled)).toEqual(pair(given));
    }),
  );
});

test("in the table an unreadable answer is worth nothing and an expert that was not asked is unknown", () => {
  const rows = pair([
    { request: 1, expert: "big", right: null, answerKey: "7" },
    { request: 2, expert: "big", right: true, answerKey: "7" },
    { request: 2, expert: "small", right: true, answerKey: "7", shadow: "drawn" },
    { request: 3, expert: "big", right: true },
  ]);
  const table = tableOf(rows, experts, "usd");
  expect([...table.score]).toEqual([0, Number.NaN, 1, 1, 1, Number.NaN]);
  expect([...table.answerClass]).toEqual([0, NO_ANSWER, 0, 0, ANSWERS_UNKNOWN, ANSWERS_UNKNOWN]);
});

function both(fields: readonly Partial<RowSketch>[]) {
  return pair([
    { request: 1, expert: "big", right: true, ...fields[0] },
    { request: 1, expert: "small", right: true, shadow: "drawn", ...fields[1] },
  ]);
}

test("cost is dollars when all have prices, else joules, else seconds", () => {
  const priced = both([{ costNanoUsd: 5e9 }, { costNanoUsd: 1e9 }]);
  expect(costBasisOf(priced, experts)).toBe("usd");
  expect([...tableOf(priced, experts, "usd").costUsd]).toEqual([5, 1]);
  const metered = both([{ costNanoUsd: 5e9, energyMj: 2_000 }, { energyMj: 500 }]);
  expect(costBasisOf(metered, experts)).toBe("energy");
  expect([...tableOf(metered, experts, "energy").costUsd]).toEqual([2, 0.5]);
  expect(costBasisOf(both([{}, {}]), experts)).toBe("time");
});
