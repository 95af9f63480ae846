import { expect, test } from "vitest";
import { CONFORMANCE_EXPERTS, describePolicy, inputOf } from "../conformance.ts";
import { FEATURE_VERSION } from "../features/features.ts";
import { sealPolicy } from "../learner/open-policy.ts";
import type { PolicyArtefact } from "../learner/policy-artefact.ts";
import { learned } from "./learned.ts";

const artefact = (experts: readonly string[]): PolicyArtefact =>
  sealPolicy({
    format: "toque-policy",
    formatVersion: 1,
    featureVersion: FEATURE_VERSION,
    hidden: [],
    experts,
    reference: "a",
    objective: { type: "match", toleranceShare: 0.01, confidence: 0.95 },
    callsMax: 1,
    seed: 1,
    model: "table",
    policy: {
      kind: "reference",
      reference: 0,
      success: [0.9, 0.8, 0.5],
      costUsd: [0.01, 0.001, null],
    },
    evidence: {
      verdict: "certified",
      explanation: "",
      rowsTrain: 100,
      rowsValidation: 100,
      questions: 100,
      method: "test",
      difference: null,
      lowerBound: null,
      worstFamily: null,
      accuracy: null,
      referenceAccuracy: null,
      costShare: null,
      costBasis: "recorded",
    },
  });

function open(json: string) {
  const mixture = { name: "auto", experts: CONFORMANCE_EXPERTS, readText: () => json };
  return learned.open({ file: "policy.json" }, mixture);
}

const sealed = JSON.stringify(artefact(["a", "b", "c"]));

describePolicy("learned from a file", () => open(sealed));

test("it is named by its digest and asks whom the file says; an expert the file does not know comes last", () => {
  const policy = open(sealed);
  expect(artefact(["a", "b", "c"]).digest).toContain(policy.version);
  const decision = policy.decide(inputOf([null, null, null, null], 0.5, null));
  expect(decision).toMatchObject({ policy: "learned", chosen: "a", order: ["a", "b", "c", "d"] });
  expect(decision.candidates[3]).toMatchObject({ predictedSuccess: null, probability: 0 });
});

test("a file that was changed by hand, is no JSON, or asks strangers is refused", () => {
  expect(() => open(sealed.replace("0.9", "0.95"))).toThrowError(
    expect.objectContaining({ code: "invalid_policy" }),
  );
  expect(() => open("{")).toThrowError(expect.objectContaining({ code: "invalid_config", param: "file" }));
  expect(() => open(JSON.stringify(artefact(["a", "b", "z"])))).toThrowError(/asks z/u);
});
