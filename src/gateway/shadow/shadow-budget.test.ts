import { array, assert, nat, oneof, constant, property } from "fast-check";
import { expect, test } from "vitest";
import { ShadowBudget, startOfDayUs } from "./shadow-budget.ts";

const plan = { share: 1, probesPerFamily: 0, usdPerDay: 0.001, unpricedCallsPerDay: 2, inFlightMax: 1 };
const DAY_US = 86_400_000_000;

test("money is set aside before a call, and what was not used comes back", () => {
  const budget = new ShadowBudget(plan);
  expect(budget.reserve([600_000], 0)).toBe(true);
  expect(budget.reserve([600_000], 0)).toBe(false);
  budget.settle({ estimate: 600_000, reservedUs: 0 }, 100_000);
  expect(budget.reserve([600_000], 0)).toBe(true);
  budget.release({ estimate: 600_000, reservedUs: 0 });
  expect(budget.reserve([900_000], 0)).toBe(true);
});

test("calls without a known price are counted, and all of a row is set aside or nothing", () => {
  const budget = new ShadowBudget(plan);
  expect(budget.reserve([null, null, 2_000_000], 0)).toBe(false);
  expect(budget.reserve([null, null], 0)).toBe(true);
  expect(budget.reserve([null], 0)).toBe(false);
  budget.release({ estimate: null, reservedUs: 0 });
  expect(budget.reserve([null], 0)).toBe(true);
});

test("a cost that stayed unknown counts as what was set aside", () => {
  const budget = new ShadowBudget(plan);
  budget.reserve([1_000_000], 0);
  budget.settle({ estimate: 1_000_000, reservedUs: 0 }, null);
  expect(budget.reserve([1], 0)).toBe(false);
});

test("a new day begins with nothing spent, a restart with what the ledger holds of the day", () => {
  const budget = new ShadowBudget(plan);
  budget.restore({ nanoUsd: 1_000_000, unpricedCalls: 2 }, 5);
  expect(budget.reserve([1], 6)).toBe(false);
  expect(budget.reserve([null], DAY_US - 1)).toBe(false);
  expect(budget.reserve([1, null], DAY_US)).toBe(true);
  budget.release({ estimate: 999_999, reservedUs: 5 });
  expect(budget.reserve([1_000_001], DAY_US)).toBe(false);
  expect(startOfDayUs(3 * DAY_US + 7)).toBe(3 * DAY_US);
});

test("whatever is asked for, what is set aside never exceeds the day's money", () => {
  assert(
    property(array(array(oneof(nat({ max: 600_000 }), constant(null)), { maxLength: 4 })), (rows) => {
      const budget = new ShadowBudget(plan);
      const granted = rows.filter((row) => budget.reserve(row, 0)).flat();
      expect(granted.reduce<number>((sum, each) => sum + (each ?? 0), 0)).toBeLessThanOrEqual(1_000_000);
      expect(granted.filter((each) => each === null).length).toBeLessThanOrEqual(2);
    }),
  );
});

test("after a refusal cheaper rows have to wait as well, so that what is asked is no sample of the cheap", () => {
  const budget = new ShadowBudget(plan);
  expect(budget.reserve([700_000], 0)).toBe(true);
  expect(budget.reserve([400_000], 0)).toBe(false);
  expect(budget.reserve([100_000], 0)).toBe(false);
  budget.settle({ estimate: 700_000, reservedUs: 0 }, 100_000);
  expect(budget.reserve([100_000], 0)).toBe(true);
  // There is room for both no more; tomorrow there is.
  expect(budget.reserve([500_000], 0)).toBe(true);
  expect(budget.reserve([1], 0)).toBe(false);
  expect(budget.reserve([1], DAY_US)).toBe(true);
});

test("what was set aside yesterday is neither given back to today nor paid by it", () => {
  const budget = new ShadowBudget(plan);
  budget.reserve([900_000, null], DAY_US - 1);
  budget.reserve([900_000, null, null], DAY_US);
  budget.settle({ estimate: 900_000, reservedUs: DAY_US - 1 }, 1);
  budget.release({ estimate: null, reservedUs: DAY_US - 1 });
  expect(budget.reserve([100_001], DAY_US)).toBe(false);
  expect(budget.reserve([null], DAY_US)).toBe(false);
});

test("the cost of a call whose price was not known counts once it is", () => {
  const budget = new ShadowBudget(plan);
  budget.reserve([null], 0);
  budget.settle({ estimate: null, reservedUs: 0 }, 1_000_000);
  expect(budget.reserve([1], 0)).toBe(false);
});
