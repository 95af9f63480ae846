import { afterEach, expect, test } from "vitest";
import { AppError } from "../core/app-error.ts";
import { fixed } from "../router/policies/fixed.ts";
import type { Policy } from "../router/policy.ts";
import { ClientPresence } from "./client-presence.ts";
import { answerText, scriptedExpert, testGateway, testRequest, type TestGateway } from "./gateway-testing.ts";

const down = () => new AppError("expert_unreachable", "connection refused");
const diskFull = () => Promise.reject(new AppError("ledger_unavailable", "disk full"));
const inOrder = (...experts: string[]): Policy =>
  fixed.open(fixed.options.parse({}), { name: "auto", experts });

let open: TestGateway | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

async function start(...args: Parameters<typeof testGateway>): Promise<TestGateway> {
  open = await testGateway(...args);
  return open;
}

test("an answer is in the ledger, with its decision, attempt, usage and cost, when it is given", async () => {
  const { gateway, ledger } = await start([scriptedExpert("a", [[{ say: "hi" }]])], { policy: inOrder("a") });
  const request = testRequest();
  const answer = await gateway.answer(request);
  expect(await answerText(answer)).toBe("hi");
  const row = await ledger.find(request.id);
  expect(row).toMatchObject({ status: "ok", expert: "a", model: "auto", costNanoUsd: 370, httpStatus: 200 });
  expect(row?.decision).toMatchObject({ mixture: "auto", chosen: "a", policy: "fixed" });
  expect(row?.attempts).toMatchObject([
    { expert: "a", status: "ok", finishReason: "stop", usage: { inputTotal: 7, outputTotal: 3 } },
  ]);
  expect(answer.meta).toMatchObject({ expert: "a", mixture: "auto", costNanoUsd: 370 });
});

test("an expert that fails before its first byte is followed by the next, and both attempts are recorded", async () => {
  const a = scriptedExpert("a", [[{ fail: down() }]]);
  const b = scriptedExpert("b", [[{ say: "from b" }]]);
  const { gateway, ledger } = await start([a, b], { policy: inOrder("a", "b") });
  const request = testRequest({ stream: true });
  expect(await answerText(await gateway.answer(request))).toBe("from b");
  const row = await ledger.find(request.id);
  expect(row?.attempts.map((one) => [one.expert, one.status, one.errorCode])).toEqual([
    ["a", "error", "expert_unreachable"],
    ["b", "ok", null],
  ]);
});

test("after the first visible byte a broken stream is an error, never another expert", async () => {
  const a = scriptedExpert("a", [[{ say: "half" }, { fail: down() }]]);
  const b = scriptedExpert("b", [[{ say: "whole" }]]);
  const { gateway, ledger } = await start([a, b], { policy: inOrder("a", "b") });
  const request = testRequest({ stream: true });
  const answer = await gateway.answer(request);
  await expect(answerText(answer)).rejects.toMatchObject({ code: "expert_unreachable" });
  expect(b.calls).toBe(0);
  expect(await ledger.find(request.id)).toMatchObject({ status: "error", errorCode: "expert_unreachable" });
  expect(gateway.inFlight()).toBe(0);
});

test("a stream without its terminal event is an error, plain or streamed, and is billed by our own count", async () => {
  const { gateway, ledger } = await start([scriptedExpert("a", [[{ say: "half" }, { end: true }]])], {
    policy: inOrder("a"),
    limits: { attemptsMax: 1 },
  });
  await expect(gateway.answer(testRequest())).rejects.toMatchObject({ code: "expert_stream_broken" });
  const request = testRequest({ stream: true });
  await expect(answerText(await gateway.answer(request))).rejects.toMatchObject({
    code: "expert_stream_broken",
  });
  const row = await ledger.find(request.id);
  expect(row?.attempts[0]).toMatchObject({ status: "error", usage: { source: "counted", outputTotal: 2 } });
  expect(row?.attempts[0]?.cost).toMatchObject({ estimated: true });
});

test("a client that leaves ends the expert's work, and the row says so with what was used", async () => {
  const { gateway, ledger } = await start([scriptedExpert("a", [[{ say: "one two" }, { hang: true }]])], {
    policy: inOrder("a"),
  });
  const client = new ClientPresence();
  const request = testRequest({ stream: true, client });
  const answer = await gateway.answer(request);
  setTimeout(() => client.leave(), 10);
  await expect(answerText(answer)).rejects.toMatchObject({ code: "client_closed" });
  const row = await ledger.find(request.id);
  expect(row).toMatchObject({ status: "client_closed" });
  expect(row?.attempts[0]?.usage).toMatchObject({ source: "counted", outputTotal: 2 });
});

test("a reader that stops early counts as a client that left", async () => {
  const { gateway, ledger } = await start([scriptedExpert("a", [[{ say: "one" }, { say: "two" }]])], {
    policy: inOrder("a"),
  });
  const request = testRequest({ stream: true });
  const answer = await gateway.answer(request);
  if (answer.type !== "parts-stream") throw new Error(answer.type);
  for await (const part of answer.parts) if (part.type === "text-delta") break;
  expect(await ledger.find(request.id)).toMatchObject({ status: "client_closed" });
  expect(gateway.inFlight()).toBe(0);
});

test("silence before the first byte times out and the next expert answers", async () => {
  const a = scriptedExpert("a", [[{ hang: true }]]);
  const b = scriptedExpert("b", [[{ say: "b" }]]);
  const { gateway, ledger } = await start([a, b], {
    policy: inOrder("a", "b"),
    limits: { firstByteTimeoutMs: 30 },
  });
  const request = testRequest({ stream: true });
  expect(await answerText(await gateway.answer(request))).toBe("b");
  expect((await ledger.find(request.id))?.attempts[0]).toMatchObject({ errorCode: "expert_timeout" });
});

test("the deadline holds for all attempts together", async () => {
  const { gateway } = await start([scriptedExpert("a", [[{ hang: true }]])], {
    policy: inOrder("a"),
    limits: { deadlineMs: 50 },
  });
  await expect(gateway.answer(testRequest())).rejects.toMatchObject({ code: "deadline_exceeded" });
});

test("the retry budget is kept and the client is told not to try again at once", async () => {
  const a = scriptedExpert("a", [[{ fail: down() }]]);
  const { gateway } = await start([a], { policy: inOrder("a"), limits: { attemptsMax: 2 } });
  await expect(gateway.answer(testRequest())).rejects.toMatchObject({ retryable: false });
  expect(a.calls).toBe(2);
});

test("what the client got wrong is not tried elsewhere", async () => {
  const refused = new AppError("expert_refused", "no such parameter", { param: "temprature" });
  const a = scriptedExpert("a", [[{ fail: refused }]]);
  const b = scriptedExpert("b", [[{ say: "b" }]]);
  const { gateway } = await start([a, b], { policy: inOrder("a", "b") });
  await expect(gateway.answer(testRequest())).rejects.toMatchObject({ code: "expert_refused" });
  expect(b.calls).toBe(0);
});

test("a circuit opens after failures in a row, and the mixture goes around it", async () => {
  const a = scriptedExpert("a", [[{ fail: down() }]]);
  const b = scriptedExpert("b", [[{ say: "b" }]]);
  const { gateway, ledger } = await start([a, b], {
    policy: inOrder("a", "b"),
    limits: { breakerFailures: 2, breakerOpenMs: 60_000 },
  });
  for (let tries = 0; tries < 4; tries++) await gateway.answer(testRequest());
  expect(a.calls).toBe(2);
  const [newest] = await ledger.list({ limit: 1 });
  expect(newest?.decision.candidates[0]).toMatchObject({ expert: "a", excluded: "circuit_open" });
});

test("an expert the client names is honoured and never replaced", async () => {
  const a = scriptedExpert("a", [[{ fail: down() }]]);
  const b = scriptedExpert("b", [[{ say: "b" }]]);
  const { gateway, ledger } = await start([a, b], {
    policy: inOrder("b", "a"),
    limits: { attemptsMax: 1 },
  });
  const request = testRequest({ model: "a" });
  await expect(gateway.answer(request)).rejects.toMatchObject({ code: "expert_unreachable" });
  expect(b.calls).toBe(0);
  expect((await ledger.find(request.id))?.decision).toMatchObject({ mixture: null, policy: "pinned" });
});

test("a checked answer has an outcome, and the policy learns it", async () => {
  const learnt: unknown[] = [];
  const policy = { ...inOrder("a"), learn: (outcome: unknown) => void learnt.push(outcome) };
  const { gateway, ledger } = await start([scriptedExpert("a", [[{ say: "Answer: 1,692" }]])], { policy });
  const check = { type: "numeric", expected: "1692" } as const;
  const request = testRequest({ check, task: "arithmetic", stream: true });
  await answerText(await gateway.answer(request));
  const row = await ledger.find(request.id);
  expect(row?.outcomes).toMatchObject([{ correct: true, source: "check", check: "numeric", expert: "a" }]);
  expect(learnt).toMatchObject([{ correct: true, task: "arithmetic" }]);
});

test("feedback becomes an outcome of the recorded request; an unknown request is refused", async () => {
  const { gateway, ledger } = await start([scriptedExpert("a", [[{ say: "x" }]])], { policy: inOrder("a") });
  const request = testRequest();
  await gateway.answer(request);
  const verdict = { correct: false, score: null, comment: "wrong year" };
  await gateway.feedback({ requestId: request.id, ...verdict });
  expect((await ledger.find(request.id))?.outcomes).toMatchObject([{ source: "feedback", correct: false }]);
  const unknown = gateway.feedback({ requestId: "req_nothing", ...verdict });
  await expect(unknown).rejects.toMatchObject({ code: "unknown_request" });
});

test("an answer that cannot be recorded is not given", async () => {
  const { gateway } = await start([scriptedExpert("a", [[{ say: "x" }]])], {
    policy: inOrder("a"),
    ledger: { append: diskFull },
  });
  await expect(gateway.answer(testRequest())).rejects.toMatchObject({ code: "ledger_unavailable" });
  const answer = await gateway.answer(testRequest({ stream: true }));
  await expect(answerText(answer)).rejects.toMatchObject({ code: "ledger_unavailable" });
});

test("an unknown model names the ones that exist", async () => {
  const { gateway } = await start([scriptedExpert("a", [[{ say: "x" }]])], { policy: inOrder("a") });
  const failure = gateway.answer(testRequest({ model: "nope" }));
  await expect(failure).rejects.toMatchObject({ code: "unknown_model", hint: "known models: auto, a" });
});

test("more requests at once than the limit are turned away with a time to come back", async () => {
  const { gateway } = await start([scriptedExpert("a", [[{ hang: true }]])], {
    policy: inOrder("a"),
    limits: { requestsInFlightMax: 1, deadlineMs: 60 },
  });
  const first = gateway.answer(testRequest()).catch((error: unknown) => error);
  await expect(gateway.answer(testRequest())).rejects.toMatchObject({
    code: "rate_limited",
    retryAfterMs: 1000,
  });
  expect(await first).toMatchObject({ code: "deadline_exceeded" });
});

test("overhead is Toque's own time: not the wait for a provider's first byte, nor a broken stream's", async () => {
  const slow = scriptedExpert("a", [[{ waitMs: 150 }, { say: "late" }, { fail: down() }]]);
  const { gateway, ledger } = await start([slow], { policy: inOrder("a") });
  const request = testRequest({ stream: true });
  const answer = await gateway.answer(request);
  expect(answer.meta.overheadUs).toBeLessThan(100_000);
  await expect(answerText(answer)).rejects.toMatchObject({ code: "expert_unreachable" });
  const row = await ledger.find(request.id);
  expect(row?.overheadUs).toBeLessThan(100_000);
  expect(row?.firstByteUs).toBeGreaterThan(100_000);
});

test("a client that leaves a plain request is billed for what the expert had said", async () => {
  const { gateway, ledger } = await start([scriptedExpert("a", [[{ say: "one two" }, { hang: true }]])], {
    policy: inOrder("a"),
  });
  const client = new ClientPresence();
  const request = testRequest({ client });
  const answer = gateway.answer(request);
  setTimeout(() => client.leave(), 20);
  await expect(answer).rejects.toMatchObject({ code: "client_closed" });
  const row = await ledger.find(request.id);
  expect(row).toMatchObject({ status: "client_closed", costNanoUsd: expect.any(Number) });
  expect(row?.attempts[0]?.usage).toMatchObject({ source: "counted", outputTotal: 2 });
});

test("what one expert cannot, another of the mixture may", async () => {
  const tooLong = new AppError("invalid_request", "the prompt is too long", { elsewhere: true });
  const a = scriptedExpert("a", [[{ fail: tooLong }]]);
  const { gateway } = await start([a, scriptedExpert("b", [[{ say: "b" }]])], { policy: inOrder("a", "b") });
  expect(await answerText(await gateway.answer(testRequest()))).toBe("b");
});

test("an expert named by the client refuses what it cannot, rather than leaving it out", async () => {
  const { gateway } = await start([scriptedExpert("a", [[{ say: "x" }]])], { policy: inOrder("a") });
  const facts = { tools: false, jsonSchema: false, images: true, promptChars: 1 };
  const failure = gateway.answer(testRequest({ model: "a", facts }));
  await expect(failure).rejects.toMatchObject({ code: "invalid_request", param: "messages" });
});

test("three tries of one request are one failure to the breaker, and the client hears the first cause", async () => {
  const a = scriptedExpert("a", [[{ fail: down() }]]);
  const { gateway } = await start([a], { policy: inOrder("a"), limits: { breakerFailures: 2 } });
  const first = gateway.answer(testRequest({ model: "a" }));
  await expect(first).rejects.toMatchObject({ code: "expert_unreachable", retryable: false });
  expect(a.calls).toBe(3);
  const second = gateway.answer(testRequest({ model: "a" }));
  await expect(second).rejects.toMatchObject({ code: "expert_unreachable" });
});

test("an attempt that may have been billed makes the sum unknown; one that did nothing costs nothing", async () => {
  const a = scriptedExpert("a", [[{ hang: true }]]);
  const b = scriptedExpert("b", [[{ say: "b" }]]);
  const limits = { firstByteTimeoutMs: 20 };
  const { gateway, ledger } = await start([a, b], { policy: inOrder("a", "b"), limits });
  const timedOut = testRequest();
  await gateway.answer(timedOut);
  expect((await ledger.find(timedOut.id))?.costNanoUsd).toBeNull();
  const refused = testRequest({ model: "c" });
  const c = scriptedExpert("c", [[{ fail: down() }]]);
  await open?.close();
  const other = await start([c], { policy: inOrder("c"), limits: { attemptsMax: 1 } });
  await expect(other.gateway.answer(refused)).rejects.toMatchObject({ code: "expert_unreachable" });
  expect((await other.ledger.find(refused.id))?.costNanoUsd).toBe(0);
});

test("a ledger that fails is not a reason to pay the expert again", async () => {
  const { gateway } = await start([scriptedExpert("a", [[{ say: "x" }]])], {
    policy: inOrder("a"),
    ledger: { append: diskFull },
  });
  await expect(gateway.answer(testRequest())).rejects.toMatchObject({ retryable: false });
});
