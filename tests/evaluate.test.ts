import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asideStep, SHADOW_DRAWN } from "../src/gateway/shadow/shadow-reason.ts";
import { runToque } from "../src/cli/test-process.ts";
import type { RequestRecord } from "../src/core/request-record.ts";
import { exampleAttempt, exampleOutcome, exampleRecord, requestId } from "../src/ledger/examples.ts";
import { openLedger } from "../src/ledger/open.ts";
import { seededDraws } from "../src/statistics/seeded-draws.ts";

// Two experts, each good at one kind of work: a policy that knows the tag is right 85 % of the time.
const RATES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  sums: { left: 0.9, right: 0.3 },
  words: { left: 0.2, right: 0.8 },
};
const NANO_USD: Readonly<Record<string, number>> = { left: 1_000_000, right: 3_000_000 };
const START_US = Date.parse("2025-01-02T00:00:00Z") * 1_000;
const EXPERTS = ["left", "right"] as const;
const SHADOW_EVERY = 5;

let cwd: string;
const draws = seededDraws(5);
const answers = (task: string, expert: string): boolean => draws() < (RATES[task]?.[expert] ?? 0);
const taskOf = (index: number): string => (index % 2 === 0 ? "sums" : "words");

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "toque-evaluate-"));
  const mixtures = { auto: { experts: EXPERTS } };
  const experts = { left: { type: "echo" }, right: { type: "echo" } };
  writeFileSync(join(cwd, "toque.config.json"), JSON.stringify({ starter: false, experts, mixtures }));
  const lines = Array.from({ length: 1_200 }, (_, index) => {
    const outcome = (expert: string) => ({
      correct: Number(answers(taskOf(index), expert)),
      cost_usd: 0.001,
    });
    const outcomes = { left: outcome("left"), right: outcome("right") };
    return JSON.stringify({
      task: "t",
      subtask: taskOf(index),
      id: `q${index}`,
      prompt: `question ${index}`,
      outcomes,
    });
  });
  writeFileSync(join(cwd, "outcomes.jsonl"), lines.join("\n"));
  const weigh = [
    "--outcomes",
    "outcomes.jsonl",
    "--reference",
    "left",
    "--usd-per-correct",
    "1",
    "--calls",
    "1",
  ];
  const learnt = await runToque(["learn", ...weigh, "--model", "table", "--out", "policy.json"], { cwd });
  if (learnt.code !== 0) throw new Error(learnt.stderr);
}, 60_000);
afterAll(() => rmSync(cwd, { recursive: true }));

/** What the ledger holds of a request: one of two experts drawn with equal chances, or a shadow run of another request. */
function recordOf(index: number, expert: string, shadowOf: number | null): RequestRecord {
  const task = taskOf(shadowOf ?? index);
  const base = exampleRecord(index);
  const cost = { nanoUsd: NANO_USD[expert] ?? 0, priceVersion: "p1", priceDate: null, estimated: false };
  const candidates = EXPERTS.map((name) => ({
    expert: name,
    probability: shadowOf === null ? 0.5 : Number(name === expert),
    predictedSuccess: null,
    predictedCostNanoUsd: null,
    excluded: null,
  }));
  const atUs = START_US + index;
  const other = EXPERTS.filter((name) => name !== expert);
  const drawn = shadowOf === null && index % SHADOW_EVERY === 0;
  return {
    ...base,
    receivedUs: atUs,
    task,
    shadowOf: shadowOf === null ? null : requestId(shadowOf),
    expert,
    costNanoUsd: cost.nanoUsd,
    decision: {
      ...base.decision,
      task,
      candidates,
      chosen: expert,
      order: [expert],
      reason: shadowOf === null ? "drawn" : SHADOW_DRAWN,
      steps: drawn ? [asideStep(SHADOW_DRAWN, other)] : [],
    },
    attempts: [exampleAttempt({ expert, cost, startedUs: atUs })],
    outcomes: [
      exampleOutcome(index, { id: `out_${base.id}`, expert, task, correct: answers(task, expert), atUs }),
    ],
  };
}

test("a policy is judged on requests it did not serve, from logged chances and from shadow runs", async () => {
  const ledger = await openLedger({ location: join(cwd, "full", "ledger.db"), mode: "batched" });
  for (let index = 0; index < 1_500; index++) {
    const expert = draws() < 0.5 ? "left" : "right";
    await ledger.append(recordOf(index, expert, null));
    if (index % SHADOW_EVERY !== 0) continue;
    const other = expert === "left" ? "right" : "left";
    await ledger.append(recordOf(10_000 + index, other, index));
  }
  await ledger.close();
  const { code, stdout, stderr } = await evaluate("full", ["--since", "2025-01-01", "--json"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const { off_policy: offPolicy, shadow, left_out: leftOut } = JSON.parse(stdout);
  expect(offPolicy.rows).toBe(1_500);
  expect(offPolicy.effective_rows).toBeGreaterThan(650);
  const { low, high } = offPolicy.success.doubly_robust;
  expect(low).toBeLessThan(0.85);
  expect(high).toBeGreaterThan(0.85);
  expect(high - low).toBeLessThan(0.08);
  // Half the requests go to each, at a tenth and three tenths of a cent.
  expect(offPolicy.cost_usd.doubly_robust.value).toBeCloseTo(0.002, 4);
  expect(offPolicy.success.gain.low).toBeGreaterThan(0.2);
  expect(leftOut).toMatchObject({ pinned: 0, unsupported: 0 });
  expect(shadow.success.pairs).toBe(300);
  // Against the reference "left", right 55 % of the time.
  expect(shadow.success.difference.low).toBeLessThan(0.3);
  expect(shadow.success.difference.high).toBeGreaterThan(0.3);
  const text = await evaluate("full", ["--since", "2025-01-01"]);
  expect(text.stdout).toContain("doubly robust");
  const late = await evaluate("full", ["--since", "90m"]);
  expect(late.stdout).toContain("not enough evidence: there are no verified rows");
});

test("a log that never asked the policy's choice is refused, however long", async () => {
  const ledger = await openLedger({ location: join(cwd, "one", "ledger.db"), mode: "batched" });
  for (let index = 0; index < 400; index++) {
    const record = recordOf(index, "left", null);
    const candidates = record.decision.candidates.map((one) => ({
      ...one,
      probability: Number(one.expert === "left"),
    }));
    await ledger.append({ ...record, decision: { ...record.decision, candidates } });
  }
  await ledger.close();
  const { stdout } = await evaluate("one", ["--since", "2025-01-01", "--json"]);
  const { off_policy: offPolicy, left_out: leftOut } = JSON.parse(stdout);
  expect(offPolicy.success).toBeNull();
  expect(offPolicy.sufficiency.explanation).toContain("no chance of being asked");
  expect(leftOut.unsupported).toBe(200);
});

test.each([
  [["--policy", "no-such.json"], 2, "neither a file no-such.json"],
  [["--policy", "outcomes.jsonl"], 2, "is not JSON"],
  [["--policy", "policy.json", "--since", "soon"], 2, "--since cannot be"],
])("evaluate %s says what is wrong", async (argv, code, said) => {
  const failed = await runToque(["evaluate", ...argv], { cwd });
  expect(failed).toMatchObject({ code });
  expect(failed.stderr).toContain(said);
});

/** Each on a data folder of its own. */
function evaluate(folder: string, argv: readonly string[]) {
  return runToque(["evaluate", "--policy", "policy.json", "--data", join(cwd, folder), ...argv], { cwd });
}
