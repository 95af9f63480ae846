import { expect, it } from "vitest";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import { type EvaluatedRow, evaluatePolicy } from "./evaluate-policy.ts";
import { pairedEvaluation, type PairedRow } from "./paired-estimate.ts";

const ARMS = 8;
const FAMILIES = 6;

/** Eight experts and six kinds of work: the log asks one expert with ε uniform exploration, the policy the best per kind. */
function world(draws: () => number) {
  const rates = Array.from({ length: FAMILIES }, () =>
    Array.from({ length: ARMS }, () => 0.4 + 0.5 * draws()),
  );
  const best = rates.map((family) => family.indexOf(Math.max(...family)));
  const truth = best.reduce((sum, arm, family) => sum + (rates[family]?.[arm] ?? 0), 0) / FAMILIES;
  const answer = (family: number, arm: number): number => Number(draws() < (rates[family]?.[arm] ?? 0));
  return { best, truth, answer };
}

const holds = ({ low, high }: { low: number; high: number }, truth: number): number =>
  Number(low <= truth && truth <= high);

type World = ReturnType<typeof world>;

function logged(
  at: World,
  draws: () => number,
  { rows, epsilon }: { rows: number; epsilon: number },
): EvaluatedRow[] {
  return Array.from({ length: rows }, (_, row) => {
    const family = row % FAMILIES;
    const arm = draws() < epsilon ? Math.floor(draws() * ARMS) : 0;
    const choice = at.best[family] ?? 0;
    return {
      propensity: epsilon / ARMS + (arm === 0 ? 1 - epsilon : 0),
      target: Number(arm === choice),
      reward: at.answer(family, arm),
      costUsd: arm * 0.001,
      latencyMs: null,
      family: `f${family}`,
      expert: `e${arm}`,
      targets: new Map([[`e${choice}`, 1]]),
    };
  });
}

function pairs(at: World, count: number): PairedRow[] {
  return Array.from({ length: count }, (_, row) => {
    const family = row % FAMILIES;
    const reference = at.answer(family, 0);
    const choice = at.best[family] ?? 0;
    return {
      weight: Number(choice !== 0),
      outcome: choice === 0 ? reference : at.answer(family, choice),
      reference,
    };
  });
}

it("intervals hold what is true about as often as they say, and errors are in the order that was measured", () => {
  const draws = seededDraws(20);
  const rounds = 200;
  const errors = { ips: 0, snips: 0, robust: 0, paired: 0 };
  const covered = { snips: 0, robust: 0, cost: 0, paired: 0 };
  for (let round = 0; round < rounds; round++) {
    const at = world(draws);
    const { success, costUsd } = evaluatePolicy(logged(at, draws, { rows: 4_000, epsilon: 0.9 }));
    const { policy } = pairedEvaluation(pairs(at, 200));
    if (success === null || costUsd === null || policy === null) throw new Error("refused");
    const miss = (estimate: { value: number }): number => (estimate.value - at.truth) ** 2 / rounds;
    errors.ips += miss(success.inversePropensity);
    errors.snips += miss(success.selfNormalised);
    errors.robust += miss(success.doublyRobust);
    errors.paired += miss(policy);
    covered.snips += holds(success.selfNormalised, at.truth);
    covered.robust += holds(success.doublyRobust, at.truth);
    covered.paired += holds(policy, at.truth);
    covered.cost += holds(
      costUsd.doublyRobust,
      at.best.reduce((sum, arm) => sum + arm * 0.001, 0) / FAMILIES,
    );
  }
  expect(errors.ips).toBeGreaterThan(errors.snips * 1.5);
  expect(errors.snips).toBeGreaterThan(errors.robust * 0.9);
  for (const share of [covered.snips, covered.robust, covered.paired]) {
    expect(share / rounds).toBeGreaterThan(0.91);
    expect(share / rounds).toBeLessThan(0.99);
  }
  expect(covered.cost / rounds).toBeGreaterThan(0.9);
});

it("200 shadow pairs say more than 3,000 logged rows with a tenth explored", () => {
  const draws = seededDraws(21);
  let paired = 0;
  let weighted = 0;
  for (let round = 0; round < 100; round++) {
    const at = world(draws);
    const rows = logged(at, draws, { rows: 3_000, epsilon: 0.1 });
    let sum = 0;
    let weights = 0;
    for (const { target, propensity, reward } of rows) {
      sum += (target / propensity) * reward;
      weights += target / propensity;
    }
    weighted += (sum / weights - at.truth) ** 2;
    paired += ((pairedEvaluation(pairs(at, 200)).policy?.value ?? Number.NaN) - at.truth) ** 2;
  }
  expect(paired).toBeLessThan(weighted);
});

it("a policy the log hardly ever followed is refused, not guessed at", () => {
  const draws = seededDraws(22);
  const at = world(draws);
  const evaluation = evaluatePolicy(logged(at, draws, { rows: 3_000, epsilon: 0.02 }));
  expect(evaluation).toMatchObject({ success: null, costUsd: null, sufficiency: { enough: false } });
});

it("a cost that is unknown where it matters leaves the cost unknown, and success as it is", () => {
  const draws = seededDraws(23);
  const at = world(draws);
  const rows = logged(at, draws, { rows: 4_000, epsilon: 1 });
  const blind = rows.map((row) => (row.target > 0 ? { ...row, costUsd: null } : row));
  const evaluation = evaluatePolicy(blind);
  expect(evaluation.costUsd).toBeNull();
  expect(evaluation.costUnknown).toBe(rows.filter(({ target }) => target > 0).length);
  expect(evaluation.success).toEqual(evaluatePolicy(rows).success);
  const elsewhere = evaluatePolicy(rows.map((row) => (row.target > 0 ? row : { ...row, costUsd: null })));
  expect(elsewhere.costUsd).toMatchObject({ logged: null, gain: null });
});

it("a handful of pairs is refused", () => {
  const draws = seededDraws(24);
  expect(pairedEvaluation(pairs(world(draws), 30))).toMatchObject({
    difference: null,
    sufficiency: { enough: false },
  });
});
