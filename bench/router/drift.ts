import { parseArgs } from "node:util";
import { DRIFT_RULES } from "../../src/router/drift/drift-rules.ts";
import { openDriftTest } from "../../src/router/drift/drift-test.ts";
import type { DriftTest } from "../../src/router/drift/drift-test.ts";
import { clopperPearson } from "../../src/statistics/clopper-pearson.ts";
import { normalQuantile } from "../../src/statistics/normal.ts";
import { seededDraws } from "../../src/statistics/seeded-draws.ts";
import { type Measure, printMeasures } from "./measure.ts";

/**
 * How often the drift test cries wolf over 100,000 answers of experts that stay as they are, and after how many verified
 * answers it finds a drop of ten points. The truth is known to the simulation alone: the test learns the baseline from
 * the stream, and its predictions are off by an amount drawn anew for each.
 */
const SHARES_RIGHT = [0.95, 0.9, 0.8, 0.7, 0.6];
const DROP = 0.1;
const ANSWERS_BEFORE_DROP = 5_000;
const ANSWERS_AFTER_MAX = 20_000;
/** Questions differ by so many logits, and predictions know it. Miscalibration of a whole stream: so many. */
const DIFFICULTY_SPREAD = 1;
const MISCALIBRATION = 0.5;

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    streams: { type: "string", default: "300" },
    runs: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
  },
});
const draw = seededDraws(Number(values.seed));

type World = { readonly right: number; readonly spread: number };

/** A stream of answers: each with the chance that it is right and what was predicted of it. */
function answersOf({ right, spread }: World): () => { truth: number; predicted: number } {
  const shift = normal() * MISCALIBRATION;
  const centre = spread === 0 ? logit(right) : centreFor(right, spread);
  return () => {
    const difficulty = centre + normal() * spread;
    return { truth: logistic(difficulty), predicted: logistic(difficulty + shift) };
  };
}

function falseAlarms(streams: number, world: World): number {
  let alarms = 0;
  for (let stream = 0; stream < streams; stream++) {
    const next = answersOf(world);
    const drift = openDriftTest(DRIFT_RULES);
    for (let answer = 0; answer < DRIFT_RULES.answers && drift.alarm === null; answer++) {
      const { truth, predicted } = next();
      drift.observe({ right: draw() < truth, predicted });
    }
    if (drift.alarm !== null) alarms++;
  }
  return alarms;
}

/** Answers until the alarm after the drop, in rising order; runs that cried wolf before are started anew. */
function delays(runs: number, world: World): readonly number[] {
  const logits = dropInLogits(world);
  const found: number[] = [];
  while (found.length < runs) {
    const next = answersOf(world);
    const drift = openDriftTest(DRIFT_RULES);
    take(drift, ANSWERS_BEFORE_DROP, next);
    if (drift.alarm !== null) continue;
    found.push(
      take(drift, ANSWERS_AFTER_MAX, () => {
        const { truth, predicted } = next();
        return { truth: logistic(logit(truth) - logits), predicted };
      }),
    );
  }
  return found.toSorted((one, other) => one - other);
}

function take(drift: DriftTest, answers: number, next: () => { truth: number; predicted: number }): number {
  for (let answer = 0; answer < answers; answer++) {
    if (drift.alarm !== null) return answer;
    const { truth, predicted } = next();
    drift.observe({ right: draw() < truth, predicted });
  }
  return answers;
}

/** By how many logits every question gets harder so that ten points fewer are right on average. */
function dropInLogits({ right, spread }: World): number {
  return centreFor(right, spread) - centreFor(right - DROP, spread);
}

/** Centre of the difficulties at which so many are right on average. */
function centreFor(right: number, spread: number): number {
  let [low, high] = [-10, 10];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (meanRight(middle, spread) < right) low = middle;
    else high = middle;
  }
  return low;
}

function meanRight(centre: number, spread: number): number {
  return QUANTILES.reduce((sum, z) => sum + logistic(centre + z * spread), 0) / QUANTILES.length;
}

/**
 * What no test can beat on average that cries wolf as rarely and knows the baseline: ln(n·I/α) / I with I the
 * information per answer, to first order (Lorden 1971; Lai 1998).
 */
function limit(world: World): number {
  const centre = centreFor(world.right, world.spread);
  const logits = dropInLogits(world);
  const information =
    QUANTILES.reduce((sum, z) => {
      const before = logistic(centre + z * world.spread);
      const after = logistic(centre + z * world.spread - logits);
      return sum + after * Math.log(after / before) + (1 - after) * Math.log((1 - after) / (1 - before));
    }, 0) / QUANTILES.length;
  return Math.log((DRIFT_RULES.answers * information) / DRIFT_RULES.falseAlarmShare) / information;
}

const QUANTILES = Array.from({ length: 201 }, (_, index) => normalQuantile((index + 0.5) / 201));

/** Box and Muller's normal draw. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}

const worlds = [0, DIFFICULTY_SPREAD].flatMap((spread) => SHARES_RIGHT.map((right) => ({ right, spread })));
const perWorld = Math.ceil(Number(values.streams) / worlds.length);
const n = perWorld * worlds.length;
const hits = worlds.reduce((sum, world) => sum + falseAlarms(perWorld, world), 0);
const alarms: Measure = {
  key: "drift-false-alarms",
  what: `false drift alarms within ${DRIFT_RULES.answers} stationary answers`,
  value: hits / n,
  interval: clopperPearson({ hits, n }, 0.95),
  unit: "share",
  target: { atMost: DRIFT_RULES.falseAlarmShare },
  note: `${hits} of ${n} streams; the baseline is learnt from the stream, predictions are off by about ${MISCALIBRATION} logits`,
};
const found = worlds.map((world) => delayMeasure(world, delays(Number(values.runs), world)));
if (!values.json) for (const measure of [alarms, ...found]) console.log(lineOf(measure));
printMeasures([alarms, ...found]);

function lineOf({ what, value, interval, note }: Measure): string {
  const rounded = [value ?? Number.NaN, ...(interval ?? [])].map((number) => Number(number.toPrecision(3)));
  return `${what}: ${rounded[0]} (95 %: ${rounded[1]} to ${rounded[2]}); ${note}`;
}

function delayMeasure(world: World, delayed: readonly number[]): Measure {
  const { right, spread } = world;
  const middle = delayed.length / 2;
  // Ranks of a median's 95 % interval: binomial, in its normal approximation.
  const half = 0.98 * Math.sqrt(delayed.length);
  const at = (rank: number): number =>
    delayed[Math.min(delayed.length - 1, Math.max(0, Math.floor(rank)))] ?? Number.NaN;
  const mean = delayed.reduce((sum, delay) => sum + delay, 0) / delayed.length;
  return {
    key: `drift-delay-${100 * right}-${spread === 0 ? "alike" : "differ"}`,
    what: `verified answers until a drop from ${100 * right} % to ${Math.round(100 * (right - DROP))} % right is found`,
    value: at(middle),
    interval: [at(middle - half), at(middle + half)],
    unit: "count",
    target: { atMost: 300 },
    note: `median of ${delayed.length}; mean ${Math.round(mean)}, p90 ${at(0.9 * delayed.length)}; to first order no such test can do better than ${Math.round(limit(world))}; ${spread === 0 ? "all questions alike" : "predictions know easy from hard"}`,
  };
}
