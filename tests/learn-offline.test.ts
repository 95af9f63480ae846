import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { runToque, spawnToque } from "../src/cli/test-process.ts";
import { learn, replay } from "./support/offline-cli.ts";
import { ONE_DOMINATES, ROUTING_PAYS, withoutCosts, worldLines } from "./support/outcome-world.ts";
import { testDataFile } from "./support/test-data.ts";

/** The quickest kind to learn, for tests that are about something else. */
const QUICK = ["--model", "table"];
const PAYS = ["--outcomes", "pays.jsonl", "--reference", "generalist"];

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "toque-learn-"));
  write("pays.jsonl", worldLines(ROUTING_PAYS, { rows: 600, seed: 1 }).join("\n"));
  write("fresh.jsonl.gz", gzipSync(worldLines(ROUTING_PAYS, { rows: 600, seed: 2 }).join("\n")));
  write("dominates.jsonl", worldLines(ONE_DOMINATES, { rows: 600, seed: 3 }).join("\n"));
  write("few.jsonl", worldLines(ROUTING_PAYS, { rows: 40, seed: 4 }).join("\n"));
  write("no-costs.jsonl", worldLines(withoutCosts(ROUTING_PAYS), { rows: 800, seed: 5 }).join("\n"));
  write(
    "prices.json",
    JSON.stringify({
      generalist: { usd_per_call: 0.01 },
      counter: { usd_per_call: 0.001 },
      poet: { usd_per_call: 0.002 },
    }),
  );
});
afterAll(() => rmSync(cwd, { recursive: true }));

function write(name: string, content: string | Buffer): void {
  writeFileSync(join(cwd, name), content);
}

function run(...argv: readonly string[]) {
  return runToque(argv, { cwd });
}

const rowSchema = z.object({
  id: z.string(),
  outcomes: z.record(z.string(), z.object({ correct: z.number(), cost_usd: z.number() })),
});

describe("where routing pays", () => {
  test("a certified policy is cheaper than the reference and no worse on questions it has never seen", async () => {
    const { code, stdout } = await spawnToque(["learn", ...PAYS, "--out", "pays.json"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^certified\n/u);
    expect(stdout).toMatch(/recorded costs/u);
    const { rows, summary } = await replay(cwd, ["--policy", "pays.json", "--outcomes", "fresh.jsonl.gz"]);
    expect(summary).toMatchObject({ questions: 600, unanswered: 0, cost_basis: "recorded", missing: [] });
    expect(summary.accuracy).toBeGreaterThan((summary.reference.accuracy ?? 1) - 0.01);
    expect(summary.cost_share).toBeLessThan(0.5);
    expect(rows).toHaveLength(600);
    const sums = worldLines(ROUTING_PAYS, { rows: 600, seed: 2 }).filter((line) => line.includes('"sums"'));
    const bySubtask = new Set(sums.map((line) => z.object({ id: z.string() }).parse(JSON.parse(line)).id));
    for (const { id, predicted } of rows) {
      const [better, worse] = bySubtask.has(id)
        ? (["counter", "poet"] as const)
        : (["poet", "counter"] as const);
      expect(predicted[better]).toBeGreaterThan(predicted[worse]!);
    }
  });

  test("every line can be recomputed from the file, and the summary from the lines", async () => {
    const learnt = await learn(cwd, [...PAYS, ...QUICK, "--calls", "3", "--out", "again.json"]);
    expect(learnt.curve.filter(({ chosen }) => chosen)).toMatchObject([
      { calls_per_question: learnt.calls_per_question },
    ]);
    const { rows, summary } = await replay(cwd, ["--policy", "again.json", "--outcomes", "fresh.jsonl.gz"]);
    const recorded = worldLines(ROUTING_PAYS, { rows: 600, seed: 2 }).map((line) =>
      rowSchema.parse(JSON.parse(line)),
    );
    expect(rows.map(({ id }) => id)).toEqual(recorded.map(({ id }) => id));
    for (const [index, { asked, answer_from: from, cost_usd: usd, predicted }] of rows.entries()) {
      const { outcomes } = recorded[index]!;
      expect(asked.length).toBeLessThanOrEqual(3);
      expect(asked).toContain(from);
      expect(Object.keys(predicted)).toEqual(Object.keys(ROUTING_PAYS));
      expect(usd).toBeCloseTo(
        asked.reduce((sum, model) => sum + outcomes[model]!.cost_usd, 0),
        12,
      );
    }
    const right = rows.reduce(
      (sum, { answer_from: from }, index) => sum + recorded[index]!.outcomes[from!]!.correct,
      0,
    );
    expect(summary.accuracy).toBeCloseTo(right / rows.length, 12);
    expect(summary.learnt_from).toBe(0);
    expect(summary.cost_usd).toBeCloseTo(rows.reduce((sum, row) => sum + row.cost_usd!, 0) / rows.length, 12);
  });

  test("a budget is kept on questions never seen", async () => {
    await learn(cwd, [...PAYS, ...QUICK, "--budget-usd", "0.003", "--out", "budget.json"]);
    const { summary } = await replay(cwd, ["--policy", "budget.json", "--outcomes", "fresh.jsonl.gz"]);
    expect(summary.cost_usd).toBeLessThan(0.0033);
    expect(summary.accuracy).toBeGreaterThan(0.88);
  });
});

describe("learning twice", () => {
  test("the same seed gives the same policy, byte for byte", async () => {
    write("small.jsonl", worldLines(ROUTING_PAYS, { rows: 150, seed: 8 }).join("\n"));
    const flags = ["--outcomes", "small.jsonl", "--reference", "generalist", "--seed", "7"];
    await learn(cwd, [...flags, "--out", "one.json"]);
    await learn(cwd, [...flags, "--out", "two.json"]);
    expect(readFileSync(join(cwd, "one.json"), "utf8")).toBe(readFileSync(join(cwd, "two.json"), "utf8"));
  });
});

describe("where routing does not pay", () => {
  test("one model that is best and cheapest is what is advised, and the exit code is 0", async () => {
    const flags = [
      "--outcomes",
      "dominates.jsonl",
      "--reference",
      "best",
      "--out",
      "dominates.json",
      ...QUICK,
    ];
    const { code, stdout } = await run("learn", ...flags);
    expect(code).toBe(0);
    expect(stdout).toMatch(/do not route; use best/u);
    const { rows, summary } = await replay(cwd, [
      "--policy",
      "dominates.json",
      "--outcomes",
      "dominates.jsonl",
    ]);
    expect(new Set(rows.map(({ asked }) => asked.join()))).toEqual(new Set(["best"]));
    expect(summary.learnt_from).toBe(rows.length);
  });

  test("too few questions are not enough, and the reference serves", async () => {
    const { evidence } = await learn(cwd, [
      "--outcomes",
      "few.jsonl",
      "--reference",
      "generalist",
      "--out",
      "few.json",
    ]);
    expect(evidence.verdict).toBe("not-enough");
    const { rows } = await replay(cwd, ["--policy", "few.json", "--outcomes", "fresh.jsonl.gz"]);
    expect(new Set(rows.map(({ asked }) => asked.join()))).toEqual(new Set(["generalist"]));
  });
});

describe("where costs are unknown", () => {
  test("accuracy alone is learnt for, and nothing is said to be free", async () => {
    const flags = ["--outcomes", "no-costs.jsonl", "--reference", "generalist", "--out", "free.json"];
    const { evidence, notes } = await learn(cwd, [...flags, ...QUICK]);
    expect(evidence).toMatchObject({ cost_share: null, cost_basis: "unknown" });
    expect(notes.join(" ")).toMatch(/Costs are unknown/u);
    const { rows, summary } = await replay(cwd, ["--policy", "free.json", "--outcomes", "no-costs.jsonl"]);
    expect(summary).toMatchObject({ cost_usd: null, cost_share: null });
    expect(new Set(rows.map((row) => row.cost_usd))).toEqual(new Set([null]));
    expect(summary.accuracy).toBeGreaterThanOrEqual(summary.reference.accuracy ?? 1);
  });

  test("prices per call make them known, and the policy remembers these prices", async () => {
    const flags = ["--outcomes", "no-costs.jsonl", "--reference", "generalist", "--prices", "prices.json"];
    const { evidence } = await learn(cwd, [...flags, ...QUICK, "--out", "priced.json"]);
    expect(evidence).toMatchObject({ verdict: "certified", cost_basis: "per-call" });
    const { rows, summary } = await replay(cwd, ["--policy", "priced.json", "--outcomes", "no-costs.jsonl"]);
    expect(summary).toMatchObject({ cost_basis: "per-call" });
    expect(summary.cost_share).toBeLessThan(0.5);
    const poet = rows.find(({ asked }) => asked.join() === "poet");
    expect(poet?.cost_usd).toBe(0.002);
  });

  test("a model without a price is left out when there are others, and named", async () => {
    write(
      "two-prices.json",
      JSON.stringify({ generalist: { usd_per_call: 1 }, poet: { usd_per_call: 0.1 } }),
    );
    const flags = [
      "--outcomes",
      "no-costs.jsonl",
      "--reference",
      "generalist",
      "--prices",
      "two-prices.json",
    ];
    const { experts, notes } = await learn(cwd, [...flags, ...QUICK, "--out", "two.json"]);
    expect(experts).toEqual(["generalist", "poet"]);
    expect(notes.join(" ")).toMatch(/counter has neither a price nor recorded costs and is left out/u);
  });

  test("a policy meets a file that lacks some of its models", async () => {
    await learn(cwd, [...PAYS, ...QUICK, "--out", "lacking.json"]);
    const lines = worldLines(
      { generalist: ROUTING_PAYS["generalist"]!, poet: ROUTING_PAYS["poet"]! },
      { rows: 50, seed: 9 },
    );
    write("lacking.jsonl", lines.join("\n"));
    const { rows, summary } = await replay(cwd, ["--policy", "lacking.json", "--outcomes", "lacking.jsonl"]);
    expect(summary).toMatchObject({ unanswered: 0, missing: ["counter"] });
    expect(rows.flatMap(({ asked }) => asked)).not.toContain("counter");
  });
});

const REAL = testDataFile("outcomes", "routellm.jsonl.gz");
const STRONG = "gpt-4-1106-preview";
const WEAK = "mixtral-8x7b-instruct-v0.1";

describe.skipIf(REAL === null)("real outcomes", () => {
  test("predictions learnt on one half of GSM8K order the other half's questions better than chance", async () => {
    const lines = gunzipSync(readFileSync(REAL ?? ""))
      .toString("utf8")
      .split("\n");
    const gsm = lines.filter((line) => line.includes('"task": "gsm8k"'));
    expect(gsm).toHaveLength(1_319);
    const half = (parity: number): string => gsm.filter((_, index) => index % 2 === parity).join("\n");
    write("learnt.jsonl", half(0));
    write("held-out.jsonl", half(1));
    write("pair.json", JSON.stringify({ [STRONG]: { usd_per_call: 0.01 }, [WEAK]: { usd_per_call: 0.001 } }));
    const flags = ["--reference", STRONG, "--prices", "pair.json", "--calls", "1", "--hide", "subtask"];
    await learn(cwd, ["--outcomes", "learnt.jsonl", ...flags, "--out", "real.json"]);
    const { rows } = await replay(cwd, ["--policy", "real.json", "--outcomes", "held-out.jsonl"]);
    const pairSchema = z.object({ outcomes: z.record(z.string(), z.object({ correct: z.number() })) });
    const recorded = half(1)
      .split("\n")
      .map((line) => pairSchema.parse(JSON.parse(line)).outcomes);
    const gains = rows
      .map(({ predicted }, index) => ({
        predicted: predicted[STRONG]! - predicted[WEAK]!,
        real: recorded[index]![STRONG]!.correct - recorded[index]![WEAK]!.correct,
      }))
      .toSorted((left, right) => right.predicted - left.predicted);
    expect(performanceGap(gains.map(({ real }) => real))).toBeGreaterThan(0.54);
  });
});

/** APGR: the share of the strong model's gain that is kept, averaged over all shares of strong calls; chance is 0.5. */
function performanceGap(gains: readonly number[]): number {
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  let kept = 0;
  let area = 0;
  for (const gain of gains) {
    area += (kept + gain / 2) / total / gains.length;
    kept += gain;
  }
  return area;
}
