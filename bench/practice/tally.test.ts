import { expect, test } from "vitest";
import { compare, tally, type Asked } from "./tally.ts";

const asked = (correct: boolean, energyMj: number | null): Asked => ({
  problem: "p",
  family: "words",
  expert: "a",
  correct,
  energyMj,
  costNanoUsd: null,
  tokens: 10,
  totalUs: 1000,
});

test("a mean with one unknown value is unknown", () => {
  const one = tally("a", [asked(true, 4), asked(false, null)]);
  expect(one).toMatchObject({ n: 2, accuracy: 0.5, energyMjMean: null, tokensMean: 10, costUsdMean: null });
});

test("the difference is paired by problem", () => {
  const names = { name: "a", reference: "b" };
  const same = [asked(true, 1), asked(false, 1)];
  expect(compare(names, same, same)).toMatchObject({ difference: 0, interval: [0, 0], energyRatio: 1 });
  const better = [asked(true, 1), asked(true, 1)];
  expect(compare(names, better, same)).toMatchObject({ difference: 0.5 });
});
