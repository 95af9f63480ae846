import { seededDraws } from "../../src/statistics/seeded-draws.ts";

/** A made-up model: how often it is right on each kind of question, and what a call costs. */
export type WorldModel = {
  readonly right: Readonly<Record<string, number>>;
  readonly costUsd: number | null;
};

export type World = Readonly<Record<string, WorldModel>>;

const WORDS = {
  sums: ["add", "sum", "plus", "total", "number", "count", "minus", "digit"],
  verse: ["rhyme", "poem", "verse", "line", "word", "stanza", "sonnet", "metre"],
} as const;

/** Two cheap specialists beside a dear generalist: whoever can tell sums from verse saves money and gains accuracy. */
export const ROUTING_PAYS: World = {
  generalist: { right: { sums: 0.86, verse: 0.86 }, costUsd: 0.01 },
  counter: { right: { sums: 0.96, verse: 0.3 }, costUsd: 0.001 },
  poet: { right: { sums: 0.3, verse: 0.96 }, costUsd: 0.001 },
};

/** The reference is the best and the cheapest. */
export const ONE_DOMINATES: World = {
  best: { right: { sums: 0.9, verse: 0.9 }, costUsd: 0.001 },
  dear: { right: { sums: 0.6, verse: 0.55 }, costUsd: 0.02 },
  slow: { right: { sums: 0.5, verse: 0.6 }, costUsd: 0.005 },
};

/** The same world when nobody recorded a cost. */
export function withoutCosts(world: World): World {
  return Object.fromEntries(
    Object.entries(world).map(([model, each]) => [model, { ...each, costUsd: null }]),
  );
}

/** The lines of an outcome file of that world; the seed says which questions. */
export function worldLines(
  world: World,
  options: { readonly rows: number; readonly seed: number },
): readonly string[] {
  const draw = seededDraws(options.seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(draw() * items.length)]!;
  return Array.from({ length: options.rows }, (_, index) => {
    const subtask = pick(["sums", "verse"] as const);
    const words = Array.from({ length: 8 }, () => pick(WORDS[subtask])).join(" ");
    const outcomes = Object.entries(world).map(([model, { right, costUsd }]) => {
      const correct = draw() < right[subtask]! ? 1 : 0;
      const pred = correct === 1 ? "A" : pick(["B", "C", "D", "E"]);
      return [model, { correct, pred, ...(costUsd === null ? {} : { cost_usd: costUsd }) }];
    });
    const id = `w${options.seed}/${index}`;
    return JSON.stringify({
      task: "world",
      subtask,
      id,
      prompt: `${words} ${id}`,
      outcomes: Object.fromEntries(outcomes),
    });
  });
}
