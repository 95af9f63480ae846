import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { AppError } from "../../core/app-error.ts";
import type { StreamPart, WireEvent } from "../../experts/expert.ts";
import { ClientPresence } from "../client-presence.ts";
import { answerText, scriptedExpert, testRequest, type ScriptedExpert } from "../gateway-testing.ts";
import { saying, startCascade, type Started } from "./cascade-testing.ts";

const down = () => new AppError("expert_unreachable", "connection refused");
const diskFull = () => Promise.reject(new AppError("ledger_unavailable", "disk full"));
const EXPECTS_42 = { type: "numeric", expected: "42" } as const;

const reading = () => ({ usage: null, finishReason: null, text: "" });

let open: Started | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

async function cascade(...args: Parameters<typeof startCascade>): Promise<Started> {
  open = await startCascade(...args);
  return open;
}

test.each([false, true])(
  "a wrong answer is held back and the next expert is asked, stream %s",
  async (stream) => {
    const a = saying("a", "Answer: 41");
    const b = saying("b", "Answer: 42");
    const c = saying("c", "never");
    const { ask, ledger } = await cascade([a, b, c]);
    const { text, id } = await ask({ check: EXPECTS_42, stream });
    expect(text).toBe("Answer: 42");
    expect(c.calls).toBe(0);
    const row = await ledger.find(id);
    expect(row).toMatchObject({ status: "ok", expert: "b", costNanoUsd: 740 });
    expect(row?.attempts.map((one) => [one.expert, one.status])).toEqual([
      ["a", "ok"],
      ["b", "ok"],
    ]);
    expect(row?.outcomes.map((one) => [one.attempt, one.expert, one.correct])).toEqual([
      [0, "a", false],
      [1, "b", true],
    ]);
    expect(row?.decision).toMatchObject({ mode: "cascade" });
    expect(row?.decision.steps).toEqual([
      expect.stringMatching(/^a is asked: /u),
      "b is asked: the check failed",
      "b stands: its check passed",
    ]);
  },
);

test("the verdict on an answer that was held back is dated when it is recorded, so that nobody has read past it", async () => {
  const b = scriptedExpert("b", [[{ waitMs: 30 }, { say: "Answer: 42" }]]);
  const { ask, ledger } = await cascade([saying("a", "Answer: 41"), b]);
  const row = await ledger.find((await ask({ check: EXPECTS_42 })).id);
  const second = row?.attempts[1];
  const endUs = (second?.startedUs ?? NaN) + (second?.totalUs ?? NaN);
  expect(row?.outcomes[0]?.atUs).toBeGreaterThanOrEqual(endUs);
});

test("without a check the first answer stands, and what it cost is known before a stream begins", async () => {
  const a = saying("a", "hello");
  const { gateway } = await cascade([a, saying("b", "never")]);
  const answer = await gateway.answer(testRequest({ stream: true }));
  expect(answer.meta).toMatchObject({ expert: "a", mode: "cascade", costNanoUsd: 370 });
  expect(await answerText(answer)).toBe("hello");
});

test.each([EXPECTS_42, null])("an answer that says nothing asks the next, check %j", async (check) => {
  const { ask, ledger } = await cascade([saying("a", " "), saying("b", "Answer: 42"), saying("c", "never")]);
  const { text, id } = await ask({ check });
  expect(text).toBe("Answer: 42");
  expect((await ledger.find(id))?.decision.steps).toContain("b is asked: there was no answer");
});

test("what was said stands before what was not, when nobody else can be asked", async () => {
  const { ask } = await cascade([saying("a", "Answer: 41"), saying("b", "")]);
  expect((await ask({ check: EXPECTS_42 })).text).toBe("Answer: 41");
});

test("no more answers are asked for than the mixture allows; then the last stands", async () => {
  const experts = ["a", "b", "c"].map((name) => saying(name, `Answer: ${name === "b" ? 7 : 8}`));
  const { ask } = await cascade(experts, { callsMax: 2 });
  expect((await ask({ check: EXPECTS_42 })).text).toBe("Answer: 7");
  expect(experts.map((expert) => expert.calls)).toEqual([1, 1, 0]);
});

test("an expert that fails is gone around, and both attempts are on record", async () => {
  const a = scriptedExpert("a", [[{ say: "Answer: 4" }, { fail: down() }]]);
  const { ask, ledger } = await cascade([a, saying("b", "Answer: 42")]);
  const { text, id } = await ask({ check: EXPECTS_42 });
  expect(text).toBe("Answer: 42");
  const row = await ledger.find(id);
  expect(row?.attempts.map((one) => [one.expert, one.errorCode])).toEqual([
    ["a", "expert_unreachable"],
    ["b", null],
  ]);
  expect(row?.attempts[0]?.usage).toMatchObject({ source: "counted" });
});

test("an answer in hand is not lost when those after it fail or hang until the deadline", async () => {
  const a = saying("a", "Answer: 41");
  const b = scriptedExpert("b", [[{ fail: down() }]]);
  const c = scriptedExpert("c", [[{ hang: true }]]);
  const { ask, ledger } = await cascade([a, b, c], { limits: { deadlineMs: 150 } });
  const { text, id } = await ask({ check: EXPECTS_42 });
  expect(text).toBe("Answer: 41");
  const row = await ledger.find(id);
  expect(row).toMatchObject({ status: "ok", expert: "a" });
  expect(row?.attempts.map((one) => one.errorCode)).toEqual([
    null,
    "expert_unreachable",
    "deadline_exceeded",
  ]);
});

test("when every expert fails the client hears of the last, and the row is an error", async () => {
  const { ask, ledger, gateway } = await cascade([
    scriptedExpert("a", [[{ fail: down() }]]),
    scriptedExpert("b", [[{ say: "half" }, { end: true }]]),
  ]);
  await expect(ask({ stream: true })).rejects.toMatchObject({ code: "expert_stream_broken" });
  const [row] = await ledger.list({ limit: 1 });
  expect(row).toMatchObject({ status: "error", expert: null });
  expect(gateway.inFlight()).toBe(0);
});

test("a client that leaves while answers are held back ends the work, and what was used is billed", async () => {
  const a = saying("a", "Answer: 41");
  const b = scriptedExpert("b", [[{ say: "one two" }, { hang: true }]]);
  const { gateway, ledger } = await cascade([a, b, saying("c", "never")]);
  const client = new ClientPresence();
  const request = testRequest({ client, check: EXPECTS_42 });
  const asked = gateway.answer(request);
  setTimeout(() => client.leave(), 30);
  await expect(asked).rejects.toMatchObject({ code: "client_closed" });
  const row = await ledger.find(request.id);
  expect(row).toMatchObject({ status: "client_closed", expert: null });
  expect(row?.attempts.map((one) => one.status)).toEqual(["ok", "client_closed"]);
  expect(row?.costNanoUsd).toBeGreaterThan(370);
});

test("a client that leaves while the answer that stands is on its way has not got it", async () => {
  const { gateway, ledger } = await cascade([saying("a", "hello")]);
  const request = testRequest({ stream: true });
  const answer = await gateway.answer(request);
  if (answer.type !== "parts-stream") throw new Error(answer.type);
  for await (const part of answer.parts) if (part.type === "text-delta") break;
  expect(await ledger.find(request.id)).toMatchObject({ status: "client_closed", costNanoUsd: 370 });
  expect(gateway.inFlight()).toBe(0);
});

test("an answer that cannot be recorded is not given", async () => {
  const { ask } = await cascade([saying("a", "hello")], { ledger: { append: diskFull } });
  await expect(ask()).rejects.toMatchObject({ code: "ledger_unavailable" });
  await expect(ask({ stream: true })).rejects.toMatchObject({ code: "ledger_unavailable" });
});

test("an answer too large to hold back counts as a failure, and the next expert is asked", async () => {
  const MIB = 1024 * 1024;
  async function* flood(): AsyncGenerator<WireEvent> {
    for (let n = 0; n < 40; n++) yield { bytes: Buffer.alloc(MIB), kind: "content" };
  }
  const flooding: ScriptedExpert = {
    ...saying("a", ""),
    wire: {
      dialect: "openai-chat",
      send: async () => ({
        type: "events",
        httpStatus: 200,
        upstreamRequestId: null,
        events: flood(),
        reading,
      }),
    },
  };
  const { ask, ledger } = await cascade([flooding, saying("b", "short")]);
  const { text, id } = await ask({ stream: true });
  expect(text).toBe("short");
  expect((await ledger.find(id))?.attempts[0]).toMatchObject({ errorCode: "expert_bad_response" });
});

async function* drip(): AsyncGenerator<StreamPart> {
  for (let n = 0; n < 200_000; n++) yield { type: "text-delta", id: "0", delta: "" };
}

test("an answer of many tiny parts is too large to hold back as well", async () => {
  const { ask, ledger } = await cascade([{ ...saying("a", ""), answer: drip }, saying("b", "short")]);
  const { text, id } = await ask({ stream: true });
  expect(text).toBe("short");
  expect((await ledger.find(id))?.attempts[0]).toMatchObject({ errorCode: "expert_bad_response" });
});

test("when all cascades hold back too much, what is in hand stands and new requests are routed", async () => {
  const long = "x".repeat(3_000);
  const [a, b] = [saying("a", long), saying("b", "Answer: 42")];
  const { gateway, ask, ledger } = await cascade([a, b], { limits: { heldBytesMax: 10_000 } });
  const request = testRequest({ check: EXPECTS_42, stream: true });
  const held = await gateway.answer(request);
  expect(b.calls).toBe(0);
  // The first is still on its way to its client.
  const routed = await ask({ check: EXPECTS_42 });
  expect((await ledger.find(routed.id))?.decision.mode).toBe("route");
  expect(await answerText(held)).toBe(long);
  const row = await ledger.find(request.id);
  expect(row?.decision.steps.at(-1)).toMatch(/too many answers are held back/u);
  // It has left: there is room again.
  a.calls = 0;
  const after = await ask({ check: EXPECTS_42 });
  expect((await ledger.find(after.id))?.decision.mode).toBe("cascade");
});

test("an answer that finds no room while it comes in is given up, and nobody else is paid for it", async () => {
  const [a, b] = [saying("a", "x".repeat(9_000)), saying("b", "Answer: 42")];
  const { ask, gateway } = await cascade([a, b], { limits: { heldBytesMax: 10_000 } });
  await expect(ask({ check: EXPECTS_42 })).rejects.toMatchObject({ code: "queue_full", status: 429 });
  await expect(ask({ check: EXPECTS_42 })).rejects.toMatchObject({ code: "queue_full" });
  expect([a.calls, b.calls, gateway.inFlight()]).toEqual([2, 0, 0]);
});

test("an answer in hand when the deadline comes is given, and the client has time to take it", async () => {
  const b = scriptedExpert("b", [[{ hang: true }]]);
  const { gateway, ledger } = await cascade([saying("a", "Answer: 41"), b], { limits: { deadlineMs: 200 } });
  const request = testRequest({ check: EXPECTS_42, stream: true });
  const answer = await gateway.answer(request);
  await sleep(250);
  expect(await answerText(answer)).toBe("Answer: 41");
  expect(await ledger.find(request.id)).toMatchObject({ status: "ok", expert: "a" });
});

test("nobody is asked with hardly any time left", async () => {
  const a = scriptedExpert("a", [[{ waitMs: 190 }, { say: "Answer: 41" }]]);
  const b = saying("b", "Answer: 42");
  const { ask } = await cascade([a, b], { limits: { deadlineMs: 200 } });
  // On a busy machine the first may be too late as well.
  await ask({ check: EXPECTS_42 }).catch((error: unknown) => error);
  expect(b.calls).toBe(0);
});
