import { afterEach, expect, test } from "vitest";
import { AppError } from "../../core/app-error.ts";
import { fixed } from "../../router/policies/fixed.ts";
import type { Policy } from "../../router/policy.ts";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import type { GatewayRequest } from "../gateway-request.ts";
import {
  answerText,
  scriptedExpert,
  testGateway,
  testRequest,
  type TestGateway,
  type TestOptions,
} from "../gateway-testing.ts";
import type { ShadowPlan } from "./shadow-plan.ts";

const CHECK = { type: "numeric", expected: "42" } as const;
const UNLIMITED = { share: 0, probesPerFamily: 0, usdPerDay: 1, unpricedCallsPerDay: 1_000, inFlightMax: 2 };
type Scripted = ReturnType<typeof scriptedExpert>;

let open: TestGateway[] = [];
afterEach(async () => {
  for (const each of open) await each.close();
  open = [];
});

const saying = (name: string, say: string): Scripted => scriptedExpert(name, [[{ say }]]);

async function start(
  experts: readonly Scripted[],
  { policy, ...options }: TestOptions & { plan: Partial<ShadowPlan>; policy?: Policy },
) {
  const names = experts.map((expert) => expert.name);
  const started = await testGateway(experts, {
    ...options,
    mixture: {
      name: "auto",
      experts: names,
      policy: policy ?? fixed.open({}, { name: "auto", experts: names }),
      mode: "route",
      callsMax: 1,
      steering: null,
      shadow: { ...UNLIMITED, ...options.plan },
    },
  });
  open.push(started);
  await started.gateway.shadow.idle();
  const { gateway, ledger } = started;
  return {
    ...started,
    ask: async (fields: Partial<GatewayRequest> = {}) => {
      const request = testRequest({ check: CHECK, task: "sums", ...fields });
      await answerText(await gateway.answer(request));
      return request.id;
    },
    shadowsOf: (id: string) => ledger.list({ shadowOf: id, limit: 10 }),
    all: () => ledger.list({ shadows: true, limit: 100 }),
  };
}

test("a drawn request is asked of all others, graded by its own check, and recorded beside it", async () => {
  const learnt: string[] = [];
  const policy = {
    ...fixed.open({}, { name: "auto", experts: ["a", "b", "c"] }),
    learn: (outcome: { expert: string }) => void learnt.push(outcome.expert),
  };
  const { ask, gateway, shadowsOf, ledger } = await start(
    [saying("a", "42"), saying("b", "Answer: 42"), saying("c", "41")],
    { plan: { share: 1 }, policy },
  );
  const id = await ask({ keyId: "key_7" });
  await gateway.shadow.idle();
  const rows = (await shadowsOf(id)).toSorted((left, right) => (left.model < right.model ? -1 : 1));
  expect(rows).toMatchObject([
    { surface: "shadow", shadowOf: id, keyId: "key_7", model: "b", task: "sums", costNanoUsd: 370 },
    { surface: "shadow", shadowOf: id, keyId: "key_7", model: "c", task: "sums", costNanoUsd: 370 },
  ]);
  expect(rows.map((row) => row.outcomes.map((one) => [one.expert, one.correct, one.requestId]))).toEqual([
    [["b", true, rows[0]?.id]],
    [["c", false, rows[1]?.id]],
  ]);
  expect(rows[0]?.decision).toMatchObject({ mixture: "auto", policy: "shadow", chosen: "b", draw: 0.5 });
  expect(rows[0]?.decision.reason).toBe("shadow: drawn, 0.5000 < 1");
  const original = await ledger.find(id);
  // So whoever reads the row knows whose answers to wait for.
  expect(original?.decision.steps).toEqual(["shadow: drawn, 0.5000 < 1; asked beside it: b, c"]);
  expect(original?.features).toMatch(/./u);
  expect(rows.map((row) => row.features)).toEqual([original?.features, original?.features]);
  const [asked, right, wrong] = [original, ...rows].map((row) => row?.attempts[0]?.answerKey);
  expect(right).toBe(asked);
  expect(wrong).not.toBe(asked);
  expect(learnt.toSorted()).toEqual(["a", "b", "c"]);
  expect(gateway.shadow.stats()).toMatchObject({ checked: 2, failed: 0, waiting: 0, running: 0 });
});

test("nobody is asked on the side before the client has its answer, nor counted among the clients", async () => {
  const b = scriptedExpert("b", [[{ waitMs: 30 }, { say: "42" }]]);
  const { gateway } = await start([saying("a", "42"), b], { plan: { share: 1 } });
  const answer = await gateway.answer(testRequest({ check: CHECK, stream: true }));
  if (answer.type !== "parts-stream") throw new Error(answer.type);
  let callsBefore = -1;
  for await (const _ of answer.parts) callsBefore = b.calls;
  expect(callsBefore).toBe(0);
  await expect.poll(() => b.calls).toBe(1);
  expect(gateway.inFlight()).toBe(0);
  await gateway.shadow.idle();
});

test("a request without a check, and one whose expert the client named, have no shadows", async () => {
  const b = saying("b", "42");
  const { ask, gateway, ledger } = await start([saying("a", "42"), b], {
    plan: { share: 1, probesPerFamily: 9 },
  });
  const unchecked = await ledger.find(await ask({ check: null }));
  // Nothing will be compared with it, so nothing of it is kept for that.
  expect([unchecked?.features, unchecked?.attempts[0]?.answerKey]).toEqual([null, null]);
  await ask({ model: "a" });
  await gateway.shadow.idle();
  expect(b.calls).toBe(0);
});

test("the draw is its own: about its share of the requests is drawn, whatever the decisions drew", async () => {
  const { ask, gateway, all } = await start([saying("a", "42"), saying("b", "42")], {
    plan: { share: 0.25 },
    random: seededDraws(3),
  });
  for (let n = 0; n < 60; n++) await ask();
  await gateway.shadow.idle();
  const shadows = (await all()).filter((row) => row.shadowOf !== null);
  expect(shadows.length).toBeGreaterThan(7);
  expect(shadows.length).toBeLessThan(23);
  expect(
    shadows.every((row) => row.decision.draw < 0.25 && row.decision.candidates[0]?.probability === 0.25),
  ).toBe(true);
});

test("a family is probed until every expert has its verified answers, those that failed not counted", async () => {
  const broken = new AppError("expert_bad_response", "no");
  const c = scriptedExpert("c", [[{ fail: broken }], [{ say: "41" }]]);
  const { ask, gateway, all } = await start([saying("a", "42"), saying("b", "42"), c], {
    plan: { probesPerFamily: 2 },
  });
  for (let n = 0; n < 6; n++) {
    await ask();
    await gateway.shadow.idle();
  }
  expect(c.calls).toBe(3);
  await ask({ task: "words" });
  await gateway.shadow.idle();
  expect(c.calls).toBe(4);
  const reasons = (await all()).flatMap((row) => (row.shadowOf === null ? [] : [row.decision.reason]));
  expect(reasons).toContain("shadow: probe, b has 0 of 2 checked answers to 'sums'");
  expect(reasons).toContain("shadow: probe, c has 1 of 2 checked answers to 'sums'");
  const chances = (await all()).flatMap((row) =>
    row.shadowOf === null ? [] : row.decision.candidates.map((one) => one.probability),
  );
  expect(new Set(chances)).toEqual(new Set([1]));
});

test("what a day may cost is kept: in money, in calls where there is no price, and after a restart", async () => {
  const experts = [saying("a", "42"), saying("b", "42")];
  // Each call costs 370 nano-dollars; the first is set aside at a guess of a long answer.
  const money = await start(experts, { plan: { share: 1, usdPerDay: 0.000_101 } });
  for (let n = 0; n < 5; n++) {
    await money.ask();
    await money.gateway.shadow.idle();
  }
  expect(money.gateway.shadow.stats()).toMatchObject({ checked: 5, droppedBudget: 0 });
  const restarted = await start(experts, {
    plan: { share: 1, usdPerDay: 0.000_001_85 },
    sharedLedger: money.ledger,
  });
  open = open.filter((each) => each.gateway !== money.gateway);
  await restarted.ask();
  expect(restarted.gateway.shadow.stats()).toMatchObject({ checked: 0, droppedBudget: 1 });
  const unpriced = await start(experts, {
    plan: { share: 1, usdPerDay: 0, unpricedCallsPerDay: 2 },
    costOf: () => null,
  });
  for (let n = 0; n < 4; n++) await unpriced.ask();
  await unpriced.gateway.shadow.idle();
  expect(unpriced.gateway.shadow.stats()).toMatchObject({ checked: 2, droppedBudget: 2 });
});

test("an expert that fails on the side is on record, and its circuit keeps the others from asking it", async () => {
  const b = scriptedExpert("b", [[{ fail: new AppError("expert_unreachable", "refused") }]]);
  const { ask, gateway, shadowsOf } = await start([saying("a", "42"), b], {
    plan: { share: 1 },
    limits: { breakerFailures: 1, breakerOpenMs: 60_000 },
  });
  const id = await ask();
  await gateway.shadow.idle();
  expect(await shadowsOf(id)).toMatchObject([
    { status: "error", errorCode: "expert_unreachable", expert: null },
  ]);
  await ask();
  await gateway.shadow.idle();
  expect(b.calls).toBe(1);
  expect(gateway.shadow.stats()).toMatchObject({ checked: 0, failed: 1 });
});

test("few are asked at the same time, and a row that does not fit is dropped whole", async () => {
  let [atWork, most] = [0, 0];
  const slow: Scripted = scriptedExpert("b", [[{ waitMs: 5 }, { say: "42" }]]);
  const counted = {
    ...slow,
    async *answer(options: never, context: never) {
      most = Math.max(most, ++atWork);
      try {
        yield* slow.answer(options, context);
      } finally {
        atWork -= 1;
      }
    },
  };
  const { ask, gateway } = await start([saying("a", "42"), counted], { plan: { share: 1, inFlightMax: 2 } });
  await Promise.all(Array.from({ length: 20 }, () => ask()));
  await ask({ facts: { tools: false, jsonSchema: false, images: false, promptChars: 2_000_000 } });
  expect(gateway.shadow.stats().droppedBusy).toBe(1);
  await gateway.shadow.idle();
  expect(gateway.shadow.stats().checked).toBe(20);
  expect(most).toBe(2);
});

test("a model in this process is left to the clients while they are served", async () => {
  const own = { ...saying("b", "42"), worksOn: "this-process" as const };
  const a = scriptedExpert("a", [[{ say: "42" }], [{ waitMs: 700 }, { say: "42" }]]);
  const { ask, gateway, all } = await start([a, own], { plan: { share: 1 } });
  await ask();
  await ask();
  await gateway.shadow.idle();
  const [second] = (await all()).filter((row) => row.shadowOf === null);
  const shadows = (await all()).filter((row) => row.shadowOf !== null);
  const endUs = (second?.receivedUs ?? 0) + (second?.totalUs ?? Infinity);
  expect(shadows).toHaveLength(2);
  expect(shadows.every((row) => row.receivedUs >= endUs)).toBe(true);
});

test("at shutdown what runs is ended, what it used is on record, and what waits is forgotten", async () => {
  const b = scriptedExpert("b", [[{ say: "one two" }, { hang: true }]]);
  const { ask, gateway, shadowsOf } = await start([saying("a", "42"), b], {
    plan: { share: 1, inFlightMax: 1 },
  });
  const id = await ask();
  const later = await ask();
  await expect.poll(() => b.calls).toBe(1);
  await gateway.close();
  expect(await shadowsOf(id)).toMatchObject([{ status: "client_closed", costNanoUsd: expect.any(Number) }]);
  expect(await shadowsOf(later)).toEqual([]);
  expect(gateway.shadow.stats()).toMatchObject({ waiting: 0, running: 0 });
  await ask();
  expect(gateway.shadow.stats()).toMatchObject({ waiting: 0, running: 0 });
});
