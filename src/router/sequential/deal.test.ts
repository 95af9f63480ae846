import { expect, test } from "vitest";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import { NO_FEATURES } from "../features/features.ts";
import { learnPolicy } from "../learner/learn-policy.ts";
import { openPolicy } from "../learner/open-policy.ts";
import { replay, replayRow } from "../learner/replay.ts";
import { learnInput, worldTable } from "../learner/world-testing.ts";
import type { DecisionInput } from "../policy.ts";
import { dealOfDraw } from "./deal.ts";
import { firstAsk } from "./first-ask.ts";

const EXPERTS = {
  big: { right: { all: 0.8 }, usd: 10 },
  a: { right: { all: 0.7 }, usd: 1 },
  b: { right: { all: 0.7 }, usd: 1 },
};
/** A template with numbers filled in, which features cannot tell apart. */
const FEATURES = { ...NO_FEATURES, family: "all", inputTokensEstimate: 40 };

const world = worldTable(EXPERTS, { rows: 400, seed: 1 });
const table = { ...world, questions: world.questions.map((one) => ({ ...one, features: FEATURES })) };
const { policy } = openPolicy(learnPolicy(learnInput(table)).artefact);

/** Components were learnt from different rows, and show by what they predict. */
function sizes(predicted: readonly (number | undefined)[]): number[] {
  return [...Map.groupBy(predicted, (chance) => chance).values()].map(({ length }) => length);
}

test("prompts of one template are dealt over all components evenly", () => {
  const replayed = sizes(replay(policy, table).map(({ predicted }) => predicted["big"]));
  expect(replayed).toHaveLength(5);
  for (const size of replayed) expect(Math.abs(size - 80)).toBeLessThan(30);
});

test("served requests of one template are too, and a replay of the ledger asks the same component", () => {
  const draw = seededDraws(7);
  const draws = Array.from({ length: 400 }, () => draw());
  const served = draws.map((own) => firstAsk(policy, inputOf(own)).predictedSuccess[0]);
  for (const size of sizes(served)) expect(Math.abs(size - 80)).toBeLessThan(30);
  expect(sizes(served)).toHaveLength(5);
  const questions = draws.map((own, row) => ({ ...table.questions[row]!, deal: dealOfDraw(own) }));
  const again = draws.map((_, row) => replayRow(policy, { ...table, questions }, row).predicted["big"]);
  expect(again).toEqual(served);
});

test("requests that a small draw picks for something else are dealt evenly all the same", () => {
  const draw = seededDraws(3);
  const deals = Array.from({ length: 2_000 }, () => dealOfDraw(draw() * 0.01));
  const share = deals.filter((deal) => deal < 0.2).length / deals.length;
  expect(Math.abs(share - 0.2)).toBeLessThan(0.04);
});

function inputOf(draw: number): DecisionInput {
  return {
    mixture: "auto",
    features: {
      task: "all",
      tools: false,
      jsonSchema: false,
      images: false,
      promptTokensEstimate: 40,
    },
    arms: policy.experts.map((expert) => ({
      expert,
      excluded: null,
      predictedCostNanoUsd: null,
      loadBias: 0,
    })),
    draw,
    mode: "cascade",
    previous: null,
    vector: () => FEATURES,
  };
}
