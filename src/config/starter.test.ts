import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isJsonObject } from "../core/json.ts";
import type { Decision } from "../core/decision.ts";
import { thompson } from "../router/policies/thompson.ts";
import { offeredByStarter } from "./starter.ts";
import { NO_FEATURES } from "../router/features/features.ts";

const SHIPPED = fileURLToPath(new URL("../../models/report.json", import.meta.url));
const ACCURACY = {
  sums: { sums: 0.95, words: 0 },
  spelling: { sums: 0, words: 0.9 },
  "knows-both": { sums: 0.7, words: 0.6 },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "toque-models-"));
  for (const name of Object.keys(ACCURACY)) writeFileSync(join(folder, `${name}.gguf`), "");
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeReport(): void {
  const reports = Object.entries(ACCURACY).map(([model, { sums, words }]) => ({
    model,
    accuracy: {
      sums: { n: 9, accuracy: sums },
      "sums/easy": { n: 3, accuracy: 1 },
      words: { n: 9, accuracy: words },
    },
  }));
  writeFileSync(join(folder, "report.json"), JSON.stringify({ reports }));
}

function chances(task: string | null): Readonly<Record<string, number>> {
  const { experts, policy } = offeredByStarter(folder).mixtures["auto"] ?? {};
  const names = Array.isArray(experts) ? experts.map(String) : [];
  const { type, ...options } = isJsonObject(policy) ? policy : {};
  expect(type).toBe("thompson");
  const opened = thompson.open(thompson.options.parse(options), { name: "auto", experts: names });
  const decision: Decision = opened.decide({
    mixture: "auto",
    features: { task, tools: false, jsonSchema: false, images: false, promptTokensEstimate: 10 },
    arms: names.map((expert) => ({ expert, excluded: null, predictedCostNanoUsd: null, loadBias: 0 })),
    draw: 0.5,
    mode: "route",
    previous: null,
    vector: () => NO_FEATURES,
  });
  return Object.fromEntries(decision.candidates.map(({ expert, probability }) => [expert, probability]));
}

test("from the first request on a tagged task goes to its specialist, one without a tag to the generalist", () => {
  writeReport();
  expect(chances("sums")["sums"]).toBeGreaterThan(0.9);
  expect(chances("words")["spelling"]).toBeGreaterThan(0.9);
  expect(chances(null)["knows-both"]).toBeGreaterThan(0.9);
});

test("without a training report nothing is claimed: every model is as likely as the other", () => {
  for (const chance of Object.values(chances("sums"))) expect(chance).toBeCloseTo(1 / 3, 2);
});

test("a report that is broken or being written is as good as none", () => {
  for (const content of ["", '{"reports": [', '{"reports": 3}']) {
    writeFileSync(join(folder, "report.json"), content);
    expect(chances("sums")["sums"]).toBeCloseTo(1 / 3, 2);
  }
});

test("without a report a request without a tag prefers a generalist by its name", () => {
  writeFileSync(join(folder, "small-generalist.gguf"), "");
  expect(chances(null)["small-generalist"]).toBeGreaterThan(0.8);
});

test("without models there is neither an expert nor a mixture", () => {
  expect(offeredByStarter(join(folder, "none"))).toEqual({ origin: "starter", experts: {}, mixtures: {} });
});

test.runIf(existsSync(SHIPPED))(
  "every model that is shipped has its accuracies in the shipped report",
  () => {
    const { experts, mixtures } = offeredByStarter();
    expect(mixtures["auto"]).toMatchObject({
      policy: { priors: Object.fromEntries(Object.keys(experts).map((name) => [name, expect.any(Object)])) },
    });
  },
);
