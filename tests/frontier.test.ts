import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { runToque } from "../src/cli/test-process.ts";
import { ROUTING_PAYS, withoutCosts, worldLines } from "./support/outcome-world.ts";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "toque-frontier-"));
  writeFileSync(join(cwd, "pays.jsonl"), worldLines(ROUTING_PAYS, { rows: 1_000, seed: 1 }).join("\n"));
  const free = worldLines(withoutCosts(ROUTING_PAYS), { rows: 300, seed: 2 });
  writeFileSync(join(cwd, "free.jsonl"), free.join("\n"));
  writeFileSync(join(cwd, "few.jsonl"), free.slice(0, 30).join("\n"));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const pointSchema = z.object({
  label: z.string(),
  accuracy: z.number().min(0).max(1),
  interval: z.tuple([z.number(), z.number()]),
  cost: z.number().min(0),
  calls: z.number().min(1).max(2),
});
const drawnSchema = z.object({
  path: z.string(),
  reference: z.string(),
  unit: z.enum(["usd", "calls"]),
  questions: z.number(),
  learnt_from: z.number(),
  series: z.array(z.object({ name: z.string(), points: z.array(pointSchema).min(1) })),
});

async function frontier(...argv: readonly string[]): Promise<z.infer<typeof drawnSchema>> {
  const flags = ["--calls", "2", "--out", "page.html", "--json"];
  const { code, stdout, stderr } = await runToque(["frontier", ...argv, ...flags], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return drawnSchema.parse(JSON.parse(stdout));
}

test("where routing pays, learnt policies are above every single model and below the oracle, at a fraction of the cost", async () => {
  const drawn = await frontier("--outcomes", "pays.jsonl", "--hide", "subtask");
  expect(drawn).toMatchObject({ reference: "generalist", unit: "usd", questions: 400, learnt_from: 600 });
  const series = new Map(drawn.series.map(({ name, points }) => [name, points]));
  expect([...series.keys()]).toEqual([
    "single models",
    "mixtures by chance",
    "uniform draw",
    "oracle",
    "family table",
    "nearest neighbours",
    "learnt, one call",
    "learnt, up to 2 calls",
  ]);
  const best = Math.max(...(series.get("single models") ?? []).map(({ accuracy }) => accuracy));
  const oracle = series.get("oracle")?.[0]?.accuracy ?? 0;
  for (const name of ["family table", "learnt, one call", "learnt, up to 2 calls"]) {
    const points = series.get(name) ?? [];
    expect(points.some(({ accuracy, cost }) => accuracy > best && cost < 0.005)).toBe(true);
    expect(points.every(({ accuracy }) => accuracy <= oracle)).toBe(true);
  }
  const page = readFileSync(join(cwd, "page.html"), "utf8");
  for (const name of series.keys()) expect(page).toContain(name);
  expect(page).not.toMatch(/<script|https?:/u);
});

test("without costs the axis is calls", async () => {
  const drawn = await frontier("--outcomes", "free.jsonl", "--reference", "generalist");
  expect(drawn).toMatchObject({ unit: "calls" });
  expect(readFileSync(join(cwd, "page.html"), "utf8")).toContain("calls per question");
});

test("too few questions draw nothing, and what they need is said", async () => {
  const flags = ["--outcomes", "few.jsonl", "--out", "none.html"];
  const { code, stderr } = await runToque(["frontier", ...flags], { cwd });
  expect({ code, stderr }).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/not_enough_evidence: 30 graded/u),
  });
});
