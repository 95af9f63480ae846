import { assert, integer, property, array, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import { believe, fitTaskEffects, type TaskCell, updated } from "./task-effects.ts";

const cell = (task: number, expert: number, [right, wrong]: readonly [number, number]): TaskCell => ({
  task,
  expert,
  right,
  wrong,
});
const NONE = { right: 0, wrong: 0 };

describe("what is believed where nothing was seen", () => {
  it("nothing known of anyone is an even chance with a wide spread", () => {
    const effects = fitTaskEffects([], { tasks: 0, experts: 2 });
    const { mean, variance } = believe(effects, { expert: 1, task: null }, NONE);
    expect(mean).toBe(0.5);
    expect(Math.sqrt(variance)).toBeGreaterThan(0.2);
  });

  it("an expert that is good everywhere is expected to be good on a new task", () => {
    const cells = [0, 1, 2, 3].flatMap((task) => [cell(task, 0, [90, 10]), cell(task, 1, [30, 70])]);
    const effects = fitTaskEffects(cells, { tasks: 4, experts: 2 });
    const strong = believe(effects, { expert: 0, task: null }, NONE);
    const weak = believe(effects, { expert: 1, task: null }, NONE);
    expect(strong.mean).toBeGreaterThan(0.8);
    expect(weak.mean).toBeLessThan(0.4);
  });

  it("where every expert fails, an expert not yet asked is expected to do worse than elsewhere", () => {
    const cells = [
      ...[0, 1, 2].map((expert) => cell(0, expert, [90, 10])),
      ...[0, 1].map((expert) => cell(1, expert, [10, 90])),
    ];
    const effects = fitTaskEffects(cells, { tasks: 2, experts: 3 });
    expect(believe(effects, { expert: 2, task: 1 }, NONE).mean).toBeLessThan(0.5);
  });

  it("among specialists other tasks count for little, and doubt about a new one is larger", () => {
    const specialists = [0, 1, 2, 3].flatMap((task) =>
      [0, 1, 2, 3].map((expert) =>
        task === expert ? cell(task, expert, [99, 1]) : cell(task, expert, [10, 90]),
      ),
    );
    const alike = [0, 1, 2, 3].flatMap((task) =>
      [0, 1, 2, 3].map((expert) => cell(task, expert, [40 + 10 * expert, 60 - 10 * expert])),
    );
    const size = { tasks: 5, experts: 4 };
    const spread = (cells: readonly TaskCell[]) =>
      believe(fitTaskEffects(cells, size), { expert: 0, task: null }, NONE).variance;
    expect(spread(specialists)).toBeGreaterThan(4 * spread(alike));
    const own = believe(fitTaskEffects(specialists, size), { expert: 0, task: 4 }, { right: 5, wrong: 0 });
    expect(own.mean).toBeGreaterThan(0.8);
  });
});

it("estimates come closer to the truth than plain shares do", () => {
  const draws = seededDraws(9);
  const [tasks, experts, asked] = [12, 6, 12];
  let plain = 0;
  let pooled = 0;
  for (let round = 0; round < 20; round++) {
    const expertEffects = Array.from({ length: experts }, () => (draws() - 0.5) * 0.5);
    const taskEffects = Array.from({ length: tasks }, () => (draws() - 0.5) * 0.3);
    const truth: number[] = [];
    const cells: TaskCell[] = [];
    for (let task = 0; task < tasks; task++)
      for (let expert = 0; expert < experts; expert++) {
        const chance = 0.5 + (expertEffects[expert] ?? 0) + (taskEffects[task] ?? 0) + (draws() - 0.5) * 0.1;
        let right = 0;
        for (let question = 0; question < asked; question++) right += Number(draws() < chance);
        truth.push(chance);
        cells.push(cell(task, expert, [right, asked - right]));
      }
    const effects = fitTaskEffects(cells, { tasks, experts });
    for (const [index, one] of cells.entries()) {
      plain += (one.right / asked - (truth[index] ?? 0)) ** 2;
      pooled += (believe(effects, one, one).mean - (truth[index] ?? 0)) ** 2;
    }
  }
  expect(pooled).toBeLessThan(plain / 2);
});

it("any counts give finite beliefs with a variance above 0 that outcomes only reduce", () => {
  const counts = record({
    task: integer({ min: 0, max: 4 }),
    expert: integer({ min: 0, max: 3 }),
    right: integer({ min: 0, max: 10_000 }),
    wrong: integer({ min: 0, max: 10_000 }),
  });
  assert(
    property(array(counts, { maxLength: 20 }), (cells) => {
      const unique = [...new Map(cells.map((one) => [`${one.task} ${one.expert}`, one])).values()];
      const effects = fitTaskEffects(unique, { tasks: 5, experts: 4 });
      for (const one of unique) {
        const own = believe(effects, one, one);
        const blind = believe(effects, { expert: one.expert, task: null }, NONE);
        expect(Number.isFinite(own.mean)).toBe(true);
        expect(own.variance).toBeGreaterThan(0);
        expect(own.variance).toBeLessThanOrEqual(blind.variance * (1 + 1e-9));
        expect(updated(own, one).variance).toBeLessThanOrEqual(own.variance);
      }
    }),
    { numRuns: 60 },
  );
});
