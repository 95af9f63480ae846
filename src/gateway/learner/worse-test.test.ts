import { expect, test } from "vitest";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import { openWorseTest } from "./worse-test.ts";

const PAIRS = 10_000;

/** Pairs until the alarm, `null` when there is none. */
function pairsToAlarm(
  draws: () => number,
  worse: (pair: number) => { won: number; lost: number },
): number | null {
  const watch = openWorseTest(0.01);
  for (let pair = 0; pair < PAIRS; pair++) {
    const { won, lost } = worse(pair);
    const draw = draws();
    watch.observe(draw < lost ? -1 : Number(draw < lost + won));
    if (watch.alarm) return pair + 1;
  }
  return null;
}

test("a policy that is just as bad as it may be is hardly ever taken back, one that is better never", () => {
  const runs = Array.from({ length: 40 }, (_, seed) => seed);
  const atTheEdge = runs.map((seed) => pairsToAlarm(seededDraws(seed), () => ({ won: 0.09, lost: 0.1 })));
  expect(atTheEdge.filter((alarm) => alarm !== null).length).toBeLessThanOrEqual(5);
  const better = runs.map((seed) => pairsToAlarm(seededDraws(seed), () => ({ won: 0.12, lost: 0.1 })));
  expect(better.every((alarm) => alarm === null)).toBe(true);
});

test("good times before do not hide bad ones now", () => {
  const turn = 3_000;
  const alarm = pairsToAlarm(seededDraws(7), (pair) =>
    pair < turn ? { won: 0.3, lost: 0.05 } : { won: 0.05, lost: 0.25 },
  );
  expect(alarm).toBeGreaterThan(turn);
  expect(alarm).toBeLessThan(turn + 400);
});
