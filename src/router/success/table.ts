import { z } from "zod";
import type { Features } from "../features/features.ts";
import { cell } from "../learner/outcome-table.ts";
import { expertMeans } from "./expert-means.ts";
import { decodeFloats, encodeFloats, floatBlock, parseState } from "./float-block.ts";
import type { Learner, Scorer } from "./learner.ts";
import { boundedShare, logit } from "./log-odds.ts";
import type { TrainingRows } from "./success-model.ts";

/** Outcomes that what is known one level up counts for. */
const KAPPAS = [4, 12, 40];
/** Names come from clients: later ones are known by what is above them. */
const GROUPS_MAX = 5_000;

const schema = z.strictObject({
  overall: floatBlock,
  groups: z.array(z.tuple([z.string(), floatBlock])).max(GROUPS_MAX),
});

type Rates = ReadonlyMap<string, Float32Array>;

/**
 * Share right per family, and per family and origin, each drawn towards the level above: the posterior mean of
 * Beta(κ·m + right, κ·(1 − m) + wrong), m being the mean above.
 */
export const tableLearner: Learner = {
  kind: "table",
  settings: KAPPAS.length,
  prepare: (training) => ({
    fit: (positions) => (setting) => {
      const { table, rows, seed } = training;
      const part = { table, rows: positions.map((at) => rows[at]!), seed };
      const overall = Float32Array.from(expertMeans(part), boundedShare);
      const kappa = KAPPAS[setting]!;
      const families = posteriorMeans(part, familyKey, { above: () => overall, kappa });
      const origins = posteriorMeans(part, originKey, {
        above: (features) => families.get(familyKey(features) ?? "") ?? overall,
        kappa,
      });
      const scorer = tableScorer(overall, new Map([...families, ...origins].slice(0, GROUPS_MAX)));
      return {
        scoreRows: (at) => {
          const experts = table.experts.length;
          const scores = new Float64Array(at.length * experts);
          at.forEach((position, index) => {
            const { features } = table.questions[rows[position]!]!;
            scorer.score(features, scores.subarray(index * experts, (index + 1) * experts));
          });
          return scores;
        },
        scorer: () => scorer,
      };
    },
  }),
  restore(state, experts) {
    const { overall, groups } = parseState(schema, state);
    return tableScorer(
      decodeFloats(overall, experts),
      new Map(groups.map(([key, rates]) => [key, decodeFloats(rates, experts)])),
    );
  },
};

function familyKey({ family }: Features): string | null {
  return family === null ? null : `family:${family}`;
}

function originKey({ family, origin }: Features): string | null {
  return origin === null ? null : `origin:${JSON.stringify([family, origin])}`;
}

/** Posterior means of the groups that `keyOf` makes. */
function posteriorMeans(
  { table, rows }: TrainingRows,
  keyOf: (features: Features) => string | null,
  { above, kappa }: { readonly above: (features: Features) => Float32Array; readonly kappa: number },
): Rates {
  const experts = table.experts.length;
  const counts = new Map<string, { right: Float64Array; asked: Float64Array; prior: Float32Array }>();
  for (const row of rows) {
    const { features } = table.questions[row]!;
    const key = keyOf(features);
    if (key === null) continue;
    let group = counts.get(key);
    if (group === undefined) {
      group = { right: new Float64Array(experts), asked: new Float64Array(experts), prior: above(features) };
      counts.set(key, group);
    }
    for (let expert = 0; expert < experts; expert++) {
      const score = table.score[cell(table, row, expert)]!;
      if (Number.isNaN(score)) continue;
      group.right[expert]! += score;
      group.asked[expert]! += 1;
    }
  }
  return new Map(
    [...counts].map(([key, { right, asked, prior }]) => [
      key,
      prior.map((mean, expert) => boundedShare((kappa * mean + right[expert]!) / (kappa + asked[expert]!))),
    ]),
  );
}

function tableScorer(overall: Float32Array, groups: Rates): Scorer {
  const base = overall.map(logit);
  const scores: Rates = new Map([...groups].map(([key, rates]) => [key, rates.map(logit)]));
  const find = (key: string | null) => (key === null ? undefined : scores.get(key));
  return {
    score(features, into) {
      into.set(find(originKey(features)) ?? find(familyKey(features)) ?? base);
    },
    state: () => ({
      overall: encodeFloats(overall),
      groups: [...groups].map(([key, rates]) => [key, encodeFloats(rates)]),
    }),
  };
}
