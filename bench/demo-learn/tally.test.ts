import { expect, test } from "vitest";
import { type Asked, compare, tally } from "./tally.ts";

function asked(index: number, correct: boolean, energyMj: number | null): Asked {
  const about = { model: "chef", family: "words", expert: "a", role: "policy" } as const;
  return { ...about, index, correct, energyMj, costNanoUsd: null, totalUs: 2_000 };
}

test("a mean with one unknown value is unknown, and nothing asked is no accuracy", () => {
  expect(tally([asked(1, true, 4), asked(2, false, null)])).toMatchObject({
    answers: 2,
    accuracy: 0.5,
    energyMj: null,
    milliseconds: 2,
    experts: { a: 1 },
  });
  expect(tally([])).toMatchObject({ answers: 0, accuracy: null, interval: null, energyMj: null });
});

test("only problems that both were asked are compared", () => {
  const mixture = [asked(1, true, 1), asked(2, true, 1), asked(3, false, 1)];
  const reference = [asked(1, false, 4), asked(2, true, 4)];
  expect(compare(mixture, reference)).toMatchObject({
    problems: 2,
    accuracyDifference: 0.5,
    energyRatio: 0.25,
    costRatio: null,
  });
  expect(compare(mixture, [asked(9, true, 4)])).toBeNull();
});

test("problems on which both are always right leave room for a difference", () => {
  const all = Array.from({ length: 30 }, (_, index) => asked(index, true, 1));
  const { accuracyDifference, interval } = compare(all, all) ?? { interval: [0, 0] };
  expect(accuracyDifference).toBe(0);
  // Tango 1998 for 30 pairs without a difference.
  expect(interval).toEqual([expect.closeTo(-0.1135, 4), expect.closeTo(0.1135, 4)]);
});
