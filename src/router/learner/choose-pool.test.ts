import { expect, test } from "vitest";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import { choosePool, POOL_MAX } from "./choose-pool.ts";

test("of 200 experts the few that are worth a call are found, whatever their number", () => {
  const [count, experts] = [200, 200];
  const draw = seededDraws(1);
  // The reference, two cheap ones that are nearly as good, and many that are hardly ever right.
  const share = new Map([
    [0, 0.8],
    [77, 0.75],
    [150, 0.75],
  ]);
  const right = (k: number): number => share.get(k) ?? 0.1;
  const of = (value: (k: number) => number): Float64Array =>
    Float64Array.from({ length: count * experts }, (_, at) => value(at % experts));
  const score = of((k) => Number(draw() < right(k)));
  const pool = choosePool(
    {
      count,
      experts,
      score,
      answer: Int32Array.from(score, (one, at) => (one === 1 ? 0 : 1 + (at % experts))),
      logit: of((k) => Math.log(right(k) / (1 - right(k)))),
      cost: of((k) => (k === 0 ? 1 : 0.1)),
      expectedCost: of((k) => (k === 0 ? 1 : 0.1)),
    },
    0,
  );
  expect(pool.length).toBeLessThanOrEqual(POOL_MAX);
  expect(pool).toEqual(expect.arrayContaining([0, 77, 150]));
});
