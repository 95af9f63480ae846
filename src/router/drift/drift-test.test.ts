import { assert, boolean, double, nat, option, property } from "fast-check";
import { expect, test } from "vitest";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import { DRIFT_RULES } from "./drift-rules.ts";
import { readDriftState } from "./drift-state.ts";
import { openDriftTest } from "./drift-test.ts";
import type { DriftTest } from "./drift-test.ts";

type Stream = { readonly answers: number; readonly right: number; readonly predicted: number };

/** Answers that are right with a fixed chance, until the alarm; how many were taken. */
function feed(drift: DriftTest, { answers, right, predicted }: Stream, draw: () => number): number {
  for (let answer = 0; answer < answers; answer++) {
    if (drift.alarm !== null) return answer;
    drift.observe({ right: draw() < right, predicted });
  }
  return answers;
}

function chance(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

test("an expert that stays as it is raises no more false alarms than allowed, however wrong its predictions are", () => {
  // 90 streams of 4,000: allowed are 5 % per 100,000, so 0.2 % of them.
  const draw = seededDraws(41);
  let alarms = 0;
  for (let stream = 0; stream < 90; stream++) {
    const drift = openDriftTest(DRIFT_RULES);
    feed(drift, { answers: 4_000, right: 0.8, predicted: [0.5, 0.8, 0.95][stream % 3] ?? 0.5 }, draw);
    if (drift.alarm !== null) alarms++;
  }
  expect(alarms).toBeLessThanOrEqual(2);
});

test.each([
  { before: 0.9, after: 0.8, median: 300 },
  { before: 0.9, after: 0.6, median: 75 },
  { before: 0.7, after: 0.4, median: 90 },
])("a drop from $before to $after is caught", ({ before, after, median }) => {
  const draw = seededDraws(43);
  const delays = Array.from({ length: 15 }, () => {
    const drift = openDriftTest(DRIFT_RULES);
    feed(drift, { answers: 5_000, right: before, predicted: before }, draw);
    return feed(drift, { answers: 5_000, right: after, predicted: before }, draw);
  });
  expect(delays.toSorted((one, other) => one - other)[7]).toBeLessThan(median);
});

test("the alarm says since when, and what was right against what was expected", () => {
  const draw = seededDraws(47);
  const drift = openDriftTest(DRIFT_RULES);
  feed(drift, { answers: 3_000, right: 0.9, predicted: 0.6 }, draw);
  const taken = feed(drift, { answers: 1_000, right: 0.5, predicted: 0.6 }, draw);
  expect(drift.alarm?.answersSince).toBeGreaterThan(taken * 0.5);
  expect(drift.alarm?.answersSince).toBeLessThan(taken * 2);
  expect(drift.alarm?.rightShare).toBeLessThan(0.7);
  // It was 90 % whatever had been predicted.
  expect(drift.alarm?.expectedShare).toBeCloseTo(0.9, 1);
});

test("an improvement is no alarm, and a drop back to the old level is not either before it has become normal", () => {
  const draw = seededDraws(53);
  const drift = openDriftTest(DRIFT_RULES);
  feed(drift, { answers: 2_000, right: 0.7, predicted: 0.7 }, draw);
  expect(feed(drift, { answers: 3_000, right: 0.9, predicted: 0.7 }, draw)).toBe(3_000);
});

test("harder questions that were predicted to be harder are no drift", () => {
  const draw = seededDraws(59);
  const drift = openDriftTest(DRIFT_RULES);
  feed(drift, { answers: 3_000, right: 0.9, predicted: 0.9 }, draw);
  expect(feed(drift, { answers: 3_000, right: 0.5, predicted: 0.5 }, draw)).toBe(3_000);
});

test("predictions that exaggerate are seen through, so a run of easy questions is no drop", () => {
  const draw = seededDraws(67);
  const drift = openDriftTest(DRIFT_RULES);
  for (let answer = 0; answer < 4_000 && drift.alarm === null; answer++) {
    const logit = answer < 3_000 ? 4 * draw() - 1 : 3;
    drift.observe({ right: draw() < chance(logit / 2), predicted: chance(logit) });
  }
  expect(drift.alarm).toBeNull();
});

test("while the reference is learnt there is no alarm, and after an alarm nothing changes it", () => {
  const drift = openDriftTest({ ...DRIFT_RULES, referenceAnswers: 500 });
  for (let answer = 0; answer < 500; answer++) drift.observe({ right: answer < 250, predicted: 0.9 });
  expect(drift.alarm).toBeNull();
  const alarmed = openDriftTest(DRIFT_RULES);
  for (let answer = 0; answer < 1_000; answer++) alarmed.observe({ right: answer < 700, predicted: 0.9 });
  const { alarm } = alarmed;
  expect(alarm).not.toBeNull();
  alarmed.observe({ right: true, predicted: 0.9 });
  expect(alarmed.alarm).toBe(alarm);
});

test("it goes on from its state as if it had never stopped", () => {
  const draw = seededDraws(61);
  const whole = openDriftTest(DRIFT_RULES);
  feed(whole, { answers: 1_000, right: 0.8, predicted: 0.7 }, draw);
  const resumed = openDriftTest(DRIFT_RULES, readDriftState(JSON.parse(JSON.stringify(whole.state()))));
  for (let answer = 0; answer < 300; answer++) {
    const verified = { right: draw() < 0.5, predicted: 0.7 };
    whole.observe(verified);
    resumed.observe(verified);
  }
  expect(whole.alarm).not.toBeNull();
  expect(resumed.alarm).toEqual(whole.alarm);
});

test("what is no state is read as none", () => {
  for (const state of [null, {}, { ...openDriftTest(DRIFT_RULES).state(), unchanged: [1] }]) {
    expect(readDriftState(state)).toBeNull();
  }
});

test("impossible predictions and any order of answers leave finite numbers", () => {
  assert(
    property(nat(1_000), option(double({ min: -1, max: 2 })), boolean(), (seed, predicted, right) => {
      const draw = seededDraws(seed);
      const drift = openDriftTest({ ...DRIFT_RULES, referenceAnswers: 5 });
      for (let answer = 0; answer < 60; answer++)
        drift.observe({ right: draw() < 0.3 ? right : !right, predicted });
      const state = readDriftState(JSON.parse(JSON.stringify(drift.state())));
      expect(state?.unchanged.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 6);
    }),
    { numRuns: 40 },
  );
});
