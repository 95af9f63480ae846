import { afterEach, expect, test } from "vitest";
import { AppError } from "../../core/app-error.ts";
import type { Policy } from "../../router/policy.ts";
import type { SeenAnswer } from "../../router/sequential/sequential-policy.ts";
import { scriptedExpert, testRequest } from "../gateway-testing.ts";
import { openSteering } from "../steering/open-steering.ts";
import { servingOf, sketchedPolicy } from "../steering/steering-testing.ts";
import { saying, startCascade, type Started } from "./cascade-testing.ts";

const down = () => new AppError("expert_unreachable", "connection refused");
const EXPECTS_42 = { type: "numeric", expected: "42" } as const;
const calling = (name: string, input: string) => scriptedExpert(name, [[{ call: "weather", input }]]);

let open: Started | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

async function cascade(...args: Parameters<typeof startCascade>): Promise<Started> {
  open = await startCascade(...args);
  return open;
}

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
    exploreUsdPerDay: 0,
    nowUs: () => 0,
  });
  opened.steering.steer(servingOf(policy));
  return opened.policy;
}

test("answers that say the same agree however they are written, and the keys of both are on record", async () => {
  const { ask, ledger } = await cascade(
    [saying("a", "1,000"), saying("b", "Answer: 1000"), saying("c", "7")],
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
  const { ask } = await cascade([saying("a", "1000"), saying("b", "1001"), saying("c", "1002")], {
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
  const { ask } = await cascade([saying("a", "Answer: 1"), b, saying("c", "Answer: 42")], {
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
  const { ask } = await cascade([saying("a", "hello"), saying("b", ""), saying("c", "")], {
    policy: steered(broken),
  });
  expect((await ask()).text).toBe("hello");
});

test("calls of the same tool with the same arguments agree, and the client gets one of them", async () => {
  const experts = [
    calling("a", '{"city":"Rome","days":2}'),
    calling("b", '{ "days": 2, "city": "Rome" }'),
    saying("c", "no idea"),
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
  const { ask, ledger } = await cascade([saying("a", "a"), saying("b", "b"), saying("c", "c")], {
    policy: steered(),
  });
  const body = { model: "auto", n: 2, messages: [{ role: "user", content: "x" }] };
  const { text, id } = await ask({ body });
  expect(text).toBe("c");
  const decision = (await ledger.find(id))?.decision;
  expect(decision).toMatchObject({ mode: "route", role: "reference" });
  expect(decision?.reason).toContain("cannot be held back");
});
