import { expect, test } from "vitest";
import { seededDraws } from "./seeded-draws.ts";
import { logSuperiority, logSuperiorityOneSided, winShareSequence } from "./win-share.ts";

test("the e-value after each pair that differs is the worked example's", () => {
  const expected = [
    1, 1.3333333, 0.6666667, 0.8, 1.0666667, 1.5238095, 2.2857143, 1.015873, 1.4222222, 2.0686869,
  ];
  let [won, lost] = [0, 0];
  for (const [index, first] of [1, 1, 0, 1, 1, 1, 1, 0, 1, 1].entries()) {
    if (first === 1) won++;
    else lost++;
    expect(Math.exp(logSuperiority({ won, lost }))).toBeCloseTo(expected[index] ?? Number.NaN, 7);
  }
  expect(Math.exp(logSuperiorityOneSided({ won, lost }))).toBeCloseTo(4.002020202, 9);
});

test("straight wins until an e-value of 20: 8, or 7 when only a win counts", () => {
  expect(logSuperiority({ won: 7, lost: 0 })).toBeLessThan(Math.log(20));
  expect(logSuperiority({ won: 8, lost: 0 })).toBeGreaterThan(Math.log(20));
  expect(logSuperiorityOneSided({ won: 6, lost: 0 })).toBeLessThan(Math.log(20));
  expect(logSuperiorityOneSided({ won: 7, lost: 0 })).toBeGreaterThan(Math.log(20));
});

test.each([
  [{ won: 8, lost: 2 }, [0.3424786084, 0.9906062402]],
  [{ won: 16, lost: 4 }, [0.4653288777, 0.971904821]],
  [{ won: 40, lost: 10 }, [0.5858137807, 0.9366143895]],
  [{ won: 30, lost: 30 }, [0.2992623177, 0.7007376823]],
  [{ won: 10, lost: 0 }, [0.623012649, 1]],
  [{ won: 0, lost: 10 }, [0, 0.376987351]],
  [{ won: 0, lost: 0 }, [0, 1]],
])("%o leave the win share between %o", (wins, [low, high]) => {
  expect(winShareSequence(wins, 0.95)).toEqual([
    expect.closeTo(low ?? Number.NaN, 9),
    expect.closeTo(high ?? Number.NaN, 9),
  ]);
});

test("looking after every pair, equal players are rarely told apart", () => {
  const draw = seededDraws(11);
  const runs = 400;
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    let [won, lost] = [0, 0];
    for (let pair = 0; pair < 300; pair++) {
      if (draw() < 0.5) won++;
      else lost++;
      if (logSuperiority({ won, lost }) >= Math.log(20)) {
        alarms++;
        break;
      }
    }
  }
  expect(alarms / runs).toBeLessThanOrEqual(0.05);
});
