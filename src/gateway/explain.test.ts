import { expect, test } from "vitest";
import { exampleAttempt, exampleRecord } from "../ledger/examples.ts";
import { explain } from "./explain.ts";

const base = exampleRecord(1);
const decision = {
  ...base.decision,
  mixture: "auto",
  policy: "learned",
  policyVersion: "3",
  chosen: "small",
  role: "policy" as const,
  certificate: "cert_1",
  lambdaPerUsd: 2,
  draw: 0.25,
  reason: "the best single answer",
  candidates: [
    {
      expert: "small",
      probability: 0.99,
      predictedSuccess: 0.9,
      predictedCostNanoUsd: 1_000,
      excluded: null,
    },
    { expert: "big", probability: 0.01, predictedSuccess: null, predictedCostNanoUsd: null, excluded: null },
    {
      expert: "gone",
      probability: 0,
      predictedSuccess: null,
      predictedCostNanoUsd: null,
      excluded: "circuit_open",
    },
  ],
};

test("it says who chose, under what, from whom, by which draw, at which price, and what came of it", () => {
  const outcome = { ...base.outcomes[0]!, attempt: 0, expert: "small", check: "numeric", correct: false };
  const request = {
    ...base,
    model: "auto",
    task: "sums",
    expert: "small",
    costNanoUsd: 2_000,
    energyMj: 1_500,
    decision,
    attempts: [exampleAttempt({ expert: "small", attempt: 0, totalUs: 12_000, answerKey: "k" })],
    outcomes: [{ ...outcome, comment: "expected 42, found 41" }],
  };
  const shadow = {
    ...request,
    shadowOf: base.id,
    decision: { ...decision, reason: "shadow: drawn, 0.0100 < 0.02" },
    attempts: [exampleAttempt({ expert: "big", attempt: 0, totalUs: 30_000, cost: null })],
    outcomes: [{ ...outcome, expert: "big", correct: true, comment: null }],
  };
  const lines = explain({ request, shadows: [shadow], certificate: null });
  const { cost } = exampleAttempt();
  const spent = `$${((cost?.nanoUsd ?? 0) / 1e9).toFixed(6)}`;
  expect(lines).toEqual([
    `${base.id} asked for auto with task sums; small gave the answer.`,
    "The policy learned@3 chose small: the best single answer.",
    "A dollar more had to bring 200 points of success.",
    "It did so under the certificate cert_1.",
    "small (chosen): 90.0 % success, $0.000001 predicted, a chance of 99.0 % to be chosen.",
    "big: success not predicted, cost unknown, a chance of 1.0 % to be chosen.",
    "gone could not be asked: circuit_open.",
    "The draw was 0.2500.",
    `small answered (12 ms, ${spent}): the numeric check says wrong (expected 42, found 41).`,
    "It cost $0.000002 in all and 1.500 J.",
    "On the side (shadow: drawn, 0.0100 < 0.02): big answered (30 ms, an unknown cost): the numeric check says right.",
  ]);
});

const told = (changes: object): string =>
  explain({
    request: { ...base, decision: { ...decision, ...changes } },
    shadows: [],
    certificate: null,
  }).join("\n");

test("a pinned expert, a reference and a cascade are told as what they are", () => {
  expect(told({ role: "pinned", certificate: null })).toContain("The client named this expert itself");
  expect(
    told({ role: "reference", reason: "the reference serves: it was revoked", certificate: null }),
  ).toContain("served its reference: it was revoked.");
  expect(told({ steps: ["a is asked: cheap", "a stands: its check passed"] })).toContain(
    "Step 2: a stands: its check passed.",
  );
});
