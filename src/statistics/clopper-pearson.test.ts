import { expect, test } from "vitest";
import { clopperPearson, exactLowerBound, exactUpperBound } from "./clopper-pearson.ts";

test.each([
  [{ hits: 26, n: 30 }, [0.6927816497, 0.9624465037]],
  [{ hits: 30, n: 30 }, [0.8842966918, 1]],
  [{ hits: 3, n: 10 }, [0.0667395112, 0.6524528501]],
  [{ hits: 452, n: 500 }, [0.8747352534, 0.928367306]],
  [{ hits: 1180, n: 1319 }, [0.8767795206, 0.9106730029]],
])("exact limits of %o", (tally, [low, high]) => {
  const [from, to] = clopperPearson(tally, 0.95);
  expect([from, to]).toEqual([expect.closeTo(low ?? Number.NaN, 9), expect.closeTo(high ?? Number.NaN, 9)]);
});

test("no loss in n bounds the losses by 1 − α^(1/n)", () => {
  expect(exactUpperBound({ hits: 0, n: 30 }, 0.95)).toBeCloseTo(0.0950338529, 10);
  expect(exactUpperBound({ hits: 0, n: 298 }, 0.95)).toBeGreaterThan(0.01);
  expect(exactUpperBound({ hits: 0, n: 299 }, 0.95)).toBeLessThan(0.01);
});

test("without data everything is possible", () => {
  expect(clopperPearson({ hits: 0, n: 0 }, 0.95)).toEqual([0, 1]);
  expect(exactLowerBound({ hits: 0, n: 7 }, 0.95)).toBe(0);
});
