import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { LearnerPlan } from "./learner-plan.ts";
import { startLearnerWorker } from "./learner-worker.ts";

const PLAN: LearnerPlan = {
  mixture: "auto",
  experts: ["big", "small"],
  reference: "big",
  objective: { type: "match", toleranceShare: 0.01, confidence: 0.95 },
  callsMax: 1,
  model: null,
  seed: 1,
  certificateLifeUs: 1e9,
};

test("a learner that cannot start says so once, tries again later and later, and can be closed", async () => {
  const failed: string[] = [];
  const lines: string[] = [];
  const data = {
    location: "/no/such/folder/ledger.db",
    keyFolder: "/no/such/folder",
    plans: [PLAN],
    pollMs: 10,
  };
  const worker = startLearnerWorker(data, {
    act: () => Promise.resolve(),
    safe: () => undefined,
    failed: (reason) => failed.push(reason),
    log: (line) => lines.push(line),
  });
  await expect.poll(() => lines.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
  expect(failed).toHaveLength(1);
  expect(lines[0]).toContain("serving goes on");
  expect(lines[1]).toContain("1000 ms");
  await worker.close();
  const said = lines.length;
  await sleep(50);
  expect(lines.length).toBe(said);
});
