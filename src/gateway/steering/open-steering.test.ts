import { describe, expect, test } from "vitest";
import { chanceOf, CONFORMANCE_EXPERTS, describePolicy, inputOf } from "../../router/conformance.ts";
import type { DecisionInput } from "../../router/policy.ts";
import { openSteering } from "./open-steering.ts";
import { servingOf, sketchedPolicy } from "./steering-testing.ts";

const ALL = [null, null, null, null];
const best = sketchedPolicy({ success: { a: 0.9, b: 0.95, c: 0.94, d: 0.5 }, costUsd: { b: 0.2, c: 0.1 } });

function open(exploreShare = 0, nowUs: () => number = () => 0, exploreUsdPerDay = 1) {
  return openSteering({
    name: "auto",
    experts: CONFORMANCE_EXPERTS,
    mode: "route",
    objective: { type: "match", toleranceShare: 0.01, confidence: 0.95 },
    reference: "d",
    exploreShare,
    exploreUsdPerDay,
    nowUs,
  });
}

function steered(exploreShare = 0, safe: readonly string[] = []) {
  const opened = open(exploreShare);
  opened.steering.steer(servingOf(best, { safe }));
  return opened.policy;
}

describePolicy("steered to its reference", () => open().policy);
describePolicy("steered to a policy", () => steered());
describePolicy("steered to a policy that explores", () => steered(0.2, ["a", "b", "c"]));

describe("what serves", () => {
  test("without a certificate the reference does, in the open", () => {
    const decision = open().policy.decide(inputOf(ALL, 0.7));
    expect(decision).toMatchObject({
      chosen: "d",
      role: "reference",
      policy: "reference",
      certificate: null,
    });
    expect(decision.reason).toBe("the reference serves: there is no certificate yet");
  });

  test("a reference that cannot serve is replaced by whoever has been right most often, and the reason says so", () => {
    const { policy } = open();
    policy.restore?.([
      { task: "sums", expert: "b", right: 9, wrong: 1 },
      { task: "sums", expert: "a", right: 1, wrong: 9 },
    ]);
    const decision = policy.decide(inputOf([null, null, null, "circuit_open"], 0.1));
    expect(decision.order).toEqual(["b", "c", "a"]);
    expect(decision.reason).toBe(
      "the reference d cannot serve (circuit_open): the most often right of the others does",
    );
  });

  test("with one the policy does, with its predictions, its certificate and its price on cost", () => {
    const decision = steered().decide(inputOf(ALL, 0.7));
    expect(decision).toMatchObject({ chosen: "a", role: "policy", policy: "learned", policyVersion: "3" });
    expect(decision).toMatchObject({ certificate: "cert_1", lambdaPerUsd: 1 });
    expect(decision.candidates[1]).toMatchObject({
      predictedSuccess: 0.95,
      predictedCostNanoUsd: 200_000_000,
      probability: 0,
    });
  });

  test("a policy that counts joules for want of prices records neither dollars nor a price on them", () => {
    const opened = open();
    opened.steering.steer(servingOf({ ...best, costUnit: "joules" }));
    const decision = opened.policy.decide(inputOf(ALL, 0.7));
    expect(decision).toMatchObject({ chosen: "a", lambdaPerUsd: null });
    expect(decision.candidates.map((one) => one.predictedCostNanoUsd)).not.toContain(200_000_000);
    expect(decision.reason).toContain("it counts joules");
  });

  test("an expired certificate gives the traffic back to the reference", () => {
    let nowUs = 0;
    const { policy, steering } = open(0, () => nowUs);
    steering.steer(servingOf(best));
    expect(policy.decide(inputOf(ALL, 0)).chosen).toBe("a");
    nowUs = 86_400_000_000;
    expect(policy.decide(inputOf(ALL, 0))).toMatchObject({ chosen: "d", role: "reference" });
    expect(steering.serving()).toEqual({ role: "reference", reason: "the certificate cert_1 has expired" });
    expect(`${policy.name}@${policy.version}`).toBe("reference@1");
  });

  test("a policy that asks experts the mixture does not have is refused and changes nothing", () => {
    const { policy, steering } = open();
    const stranger = servingOf(sketchedPolicy({ success: { a: 1, z: 1 } }));
    expect(() => steering.steer(stranger)).toThrowError(/asks z, which 'auto' does not have/u);
    expect(policy.decide(inputOf(ALL, 0)).chosen).toBe("d");
  });
});

const policy = () => steered(0.2, ["b", "c"]);

describe("exploring", () => {
  test("draws among the safe experts alone, with the chances that are logged, and says so", () => {
    const decision = policy().decide(inputOf(ALL, 0.999));
    expect(["b", "c"]).toContain(decision.chosen);
    expect(decision.role).toBe("explore");
    expect(decision.certificate).toBeNull();
    expect(decision.reason).toMatch(/explored with a chance of .* %: a would have been asked/u);
    expect(chanceOf(decision, "a")).toBeCloseTo(0.8, 9);
    expect(chanceOf(decision, "b") + chanceOf(decision, "c")).toBeCloseTo(0.2, 9);
    expect(chanceOf(decision, "d")).toBe(0);
  });

  test("costs no more a day than may be spent on it, beyond what the policy's own choices cost", () => {
    let nowUs = 0;
    const { steering, policy: limited } = open(0.2, () => nowUs, 0.001);
    steering.steer({ ...servingOf(best, { safe: ["b", "c"] }), certificate: null });
    const input = inputOf(ALL, 0.999);
    const arms = input.arms.map((arm) => ({
      ...arm,
      predictedCostNanoUsd: arm.expert === "a" ? 0 : 1_500_000,
    }));
    // Each is expected to cost 0.2 · 0.0015 dollars more.
    const roles = () => Array.from({ length: 5 }, () => limited.decide({ ...input, arms }).role);
    expect(roles()).toEqual(["explore", "explore", "explore", "policy", "policy"]);
    nowUs = 86_400_000_000;
    expect(roles().slice(2)).toEqual(["explore", "policy", "policy"]);
  });

  test("a conversation that has begun is not explored with", () => {
    const input: DecisionInput = { ...inputOf(ALL, 0.999), previous: { expert: "b", bound: false } };
    expect(chanceOf(policy().decide(input), policy().decide(input).chosen)).toBe(1);
  });
});

describe("conversations and load", () => {
  const near = sketchedPolicy({ success: { a: 0.9, b: 0.9, c: 0.7 }, costUsd: { b: 0.01 } });
  const decide = (changes: Partial<DecisionInput>) => {
    const opened = open();
    opened.steering.steer(servingOf(near));
    return opened.policy.decide({ ...inputOf(ALL, 0.5), ...changes });
  };

  test("a conversation keeps its expert unless another one promises clearly more", () => {
    expect(decide({}).chosen).toBe("a");
    expect(decide({ previous: { expert: "b", bound: false } }).chosen).toBe("b");
    expect(decide({ previous: { expert: "c", bound: false } }).chosen).toBe("a");
  });

  test("an open tool loop stays where it is, whatever the policy promises", () => {
    const decision = decide({ previous: { expert: "c", bound: true }, mode: "cascade" });
    expect(decision).toMatchObject({ chosen: "c", mode: "route" });
    expect(chanceOf(decision, "c")).toBe(1);
  });

  test("a full expert gives way to one that is as good, never to one that is worse", () => {
    const arms = (expert: string) =>
      inputOf(ALL, 0.5).arms.map((arm) => ({ ...arm, loadBias: arm.expert === expert ? -0.05 : 0 }));
    expect(decide({ arms: arms("a") }).chosen).toBe("b");
    const alone = open();
    alone.steering.steer(servingOf(sketchedPolicy({ success: { a: 0.9, c: 0.88 } })));
    expect(alone.policy.decide({ ...inputOf(ALL, 0.5), arms: arms("a") }).chosen).toBe("a");
  });
});

test("a policy of several calls routes by its best single answer, and cascades by its own steps", () => {
  const cascade = sketchedPolicy({
    success: { a: 0.6, b: 0.9 },
    costUsd: { a: 0.01, b: 0.05 },
    callsMax: 2,
    lambdaPerUsd: 1,
    followUp: (seen) =>
      seen.length === 1
        ? { type: "ask", expert: 1, reason: "unsure" }
        : { type: "answer", index: 1, reason: "b" },
  });
  const opened = open();
  opened.steering.steer(servingOf(cascade));
  expect(opened.policy.decide(inputOf(ALL, 0))).toMatchObject({ chosen: "b", mode: "route" });
  const input: DecisionInput = { ...inputOf(ALL, 0), mode: "cascade" };
  const decision = opened.policy.decide(input);
  expect(decision.mode).toBe("cascade");
  const seen = [{ expert: 1, answer: -2, passed: null }];
  expect(opened.policy.next?.(input, decision, seen)).toMatchObject({ type: "ask", expert: 1 });
  opened.steering.steer({ role: "reference", reason: "revoked" });
  expect(opened.policy.next?.(input, decision, [...seen, ...seen])).toMatchObject({
    type: "answer",
    index: 1,
  });
});
