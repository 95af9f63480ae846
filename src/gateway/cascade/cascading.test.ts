import { afterEach, expect, test } from "vitest";
import { AppError } from "../../core/app-error.ts";
import { fixed } from "../../router/policies/fixed.ts";
import type { Policy } from "../../router/policy.ts";
import type { SeenAnswer } from "../../router/sequential/sequential-policy.ts";
import { ClientPresence } from "../client-presence.ts";
import type { GatewayRequest } from "../gateway-request.ts";
import {
  answerText,
  scriptedExpert,
  testGateway,
  testRequest,
  type TestGateway,
  type TestOptions,
} from "../gateway-testing.ts";
import type { Mixture } from "../mixture.ts";
import { openSteering } from "../steering/open-steering.ts";
import { servingOf, sketchedPolicy } from "../steering/steering-testing.ts";

const down = () => new AppError("expert_unreachable", "connection refused");
const diskFull = () => Promise.reject(new AppError("ledger_unavailable", "disk full"));
const EXPECTS_42 = { type: "numeric", expected: "42" } as const;
const ANSWER: (name: string, ...texts: string[]) => ReturnType<typeof scriptedExpert> = (name, ...texts) =>
  scriptedExpert(
    name,
    texts.map((say) => [{ say }]),
  );

const calling = (name: string, input: string) => scriptedExpert(name, [[{ call: "weather", input }]]);

let open: TestGateway | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

type Started = TestGateway & {
  readonly ask: (fields?: Partial<GatewayRequest>) => Promise<{ text: string; id: string }>;
};

/** A cascade over the experts; by the given policy, or down their order. */
async function cascade(
  experts: readonly ReturnType<typeof scriptedExpert>[],
  { policy, callsMax = 3, ...options }: TestOptions & { policy?: Policy; callsMax?: number } = {},
): Promise<Started> {
  const names = experts.map((expert) => expert.name);
  const mixture: Mixture = {
    name: "auto",
    experts: names,
    policy: policy ?? fixed.open({}, { name: "auto", experts: names }),
    mode: "cascade",
    callsMax,
    steering: null,
    shadow: { share: 0, probesPerFamily: 0, usdPerDay: 0, unpricedCallsPerDay: 0, inFlightMax: 1 },
  };
  const started = await testGateway(experts, { ...options, mixture });
  open = started;
  return {
    ...started,
    async ask(fields) {
      const request = testRequest(fields);
      return { text: await answerText(await started.gateway.answer(request)), id: request.id };
    },
  };
}

test.each([false, true])(
  "a wrong answer is held back and the next expert is asked, stream %s",
  async (stream) => {
    const a = ANSWER("a", "Answer: 41");
    const b = ANSWER("b", "Answer: 42");
    const c = ANSWER("c", "never");
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

test("without a check the first answer stands, and what it cost is known before a stream begins", async () => {
  const a = ANSWER("a", "hello");
  const { gateway } = await cascade([a, ANSWER("b", "never")]);
  const answer = await gateway.answer(testRequest({ stream: true }));
  expect(answer.meta).toMatchObject({ expert: "a", mode: "cascade", costNanoUsd: 370 });
  expect(await answerText(answer)).toBe("hello");
});

test("no more answers are asked for than the mixture allows; then the last stands", async () => {
  const experts = ["a", "b", "c"].map((name) => ANSWER(name, `Answer: ${name === "b" ? 7 : 8}`));
  const { ask } = await cascade(experts, { callsMax: 2 });
  expect((await ask({ check: EXPECTS_42 })).text).toBe("Answer: 7");
  expect(experts.map((expert) => expert.calls)).toEqual([1, 1, 0]);
});

test("an expert that fails is gone around, and both attempts are on record", async () => {
  const a = scriptedExpert("a", [[{ say: "Answer: 4" }, { fail: down() }]]);
  const { ask, ledger } = await cascade([a, ANSWER("b", "Answer: 42")]);
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
  const a = ANSWER("a", "Answer: 41");
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
  const a = ANSWER("a", "Answer: 41");
  const b = scriptedExpert("b", [[{ say: "one two" }, { hang: true }]]);
  const { gateway, ledger } = await cascade([a, b, ANSWER("c", "never")]);
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
  const { gateway, ledger } = await cascade([ANSWER("a", "hello")]);
  const request = testRequest({ stream: true });
  const answer = await gateway.answer(request);
  if (answer.type !== "parts-stream") throw new Error(answer.type);
  for await (const part of answer.parts) if (part.type === "text-delta") break;
  expect(await ledger.find(request.id)).toMatchObject({ status: "client_closed", costNanoUsd: 370 });
  expect(gateway.inFlight()).toBe(0);
});

test("an answer that cannot be recorded is not given", async () => {
  const { ask } = await cascade([ANSWER("a", "hello")], { ledger: { append: diskFull } });
  await expect(ask()).rejects.toMatchObject({ code: "ledger_unavailable" });
  await expect(ask({ stream: true })).rejects.toMatchObject({ code: "ledger_unavailable" });
});

/** Two cheap experts; the dear one when they do not agree. */
const agreeing = sketchedPolicy({
  success: { a: 0.9, b: 0.8, c: 0.7 },
  callsMax: 3,
  followUp(seen) {
    const [first, second] = seen;
    if (second === undefined) return { type: "ask", expert: 1, reason: "one answer proves little" };
    if (seen.length === 2 && first?.answer !== second.answer)
      return { type: "ask", expert: 2, reason: "they differ" };
    return {
      type: "answer",
      index: seen.length - 1,
      reason: seen.length === 2 ? "they agree" : "the best",
    };
  },
});

function steered(policy = agreeing): Policy {
  const opened = openSteering({
    name: "auto",
    experts: ["a", "b", "c"],
    mode: "cascade",
    objective: { type: "match", toleranceShare: 0.01, confidence: 0.95 },
    reference: "c",
    exploreShare: 0,
    nowUs: () => 0,
  });
  opened.steering.steer(servingOf(policy));
  return opened.policy;
}

test("answers that say the same agree however they are written, and the keys of both are on record", async () => {
  const { ask, ledger } = await cascade(
    [ANSWER("a", "1,000"), ANSWER("b", "Answer: 1000"), ANSWER("c", "7")],
    {
      policy: steered(),
    },
  );
  const { text, id } = await ask({ check: null });
  expect(text).toBe("Answer: 1000");
  const row = await ledger.find(id);
  expect(row?.decision).toMatchObject({ policy: "learned", certificate: "cert_1", role: "policy" });
  const keys = row?.attempts.map((one) => one.answerKey);
  expect(keys?.[0]).toMatch(/^[0-9a-f]{16}$/u);
  expect(keys?.[1]).toBe(keys?.[0]);
});

test("answers that differ bring in the third", async () => {
  const { ask } = await cascade([ANSWER("a", "1000"), ANSWER("b", "1001"), ANSWER("c", "1002")], {
    policy: steered(),
  });
  expect((await ask()).text).toBe("1002");
});

test("a failed check is told to the policy, and a failed expert is not offered to it", async () => {
  const told: { seen: readonly SeenAnswer[]; available: readonly boolean[] }[] = [];
  const policy = sketchedPolicy({
    success: { a: 0.9, b: 0.8, c: 0.7 },
    callsMax: 3,
    followUp(seen, available) {
      told.push({ seen, available });
      const expert = [1, 2].find((at) => available[at] === true && seen.every((one) => one.expert !== at));
      return expert === undefined
        ? { type: "answer", index: 0, reason: "" }
        : { type: "ask", expert, reason: "" };
    },
  });
  const b = scriptedExpert("b", [[{ fail: down() }]]);
  const { ask } = await cascade([ANSWER("a", "Answer: 1"), b, ANSWER("c", "Answer: 42")], {
    policy: steered(policy),
  });
  expect((await ask({ check: EXPECTS_42 })).text).toBe("Answer: 42");
  expect(told).toEqual([
    { seen: [{ expert: 0, answer: 0, passed: false }], available: [true, true, true] },
    { seen: [{ expert: 0, answer: 0, passed: false }], available: [true, false, true] },
  ]);
});

test("a policy that breaks down loses no answer", async () => {
  const broken = sketchedPolicy({
    success: { a: 0.9, b: 0.8, c: 0.7 },
    callsMax: 3,
    followUp: () => {
      throw new TypeError("not a function");
    },
  });
  const { ask } = await cascade([ANSWER("a", "hello"), ANSWER("b", ""), ANSWER("c", "")], {
    policy: steered(broken),
  });
  expect((await ask()).text).toBe("hello");
});

test("calls of the same tool with the same arguments agree, and the client gets one of them", async () => {
  const experts = [
    calling("a", '{"city":"Rome","days":2}'),
    calling("b", '{ "days": 2, "city": "Rome" }'),
    ANSWER("c", "no idea"),
  ];
  const { gateway, ledger } = await cascade(experts, { policy: steered() });
  const facts = { tools: true, jsonSchema: false, images: false, promptChars: 1 };
  const request = testRequest({ facts });
  const answer = await gateway.answer(request);
  if (answer.type !== "parts-whole") throw new Error(answer.type);
  expect(answer.parts).toContainEqual(expect.objectContaining({ type: "tool-call", toolName: "weather" }));
  const row = await ledger.find(request.id);
  expect(row?.attempts.map((one) => one.expert)).toEqual(["a", "b"]);
  expect(row?.decision.mode).toBe("cascade");
});

test("a request for several choices goes to the reference: such answers are not held back", async () => {
  const { ask, ledger } = await cascade([ANSWER("a", "a"), ANSWER("b", "b"), ANSWER("c", "c")], {
    policy: steered(),
  });
  const body = { model: "auto", n: 2, messages: [{ role: "user", content: "x" }] };
  const { text, id } = await ask({ body });
  expect(text).toBe("c");
  const decision = (await ledger.find(id))?.decision;
  expect(decision).toMatchObject({ mode: "route", role: "reference" });
  expect(decision?.reason).toContain("cannot be held back");
});
