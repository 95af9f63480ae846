import { createHash } from "node:crypto";
import { canonicalJson } from "../core/canonical-json.ts";
import type { Certificate } from "../core/certificate.ts";
import type { Decision } from "../core/decision.ts";
import type { MixtureEvent } from "../core/mixture-event.ts";
import type { Outcome } from "../core/outcome.ts";
import type { AttemptRecord, RequestRecord } from "../core/request-record.ts";
import type { StoredPolicy } from "../core/stored-policy.ts";
import { type Usage, usageFromTotals } from "../core/usage.ts";

// Records for tests and benches. Time and money add up, so that `verify` finds nothing to say about them.

const START_US = 1_790_000_000_000_000;
const COST_NANO_USD = 123_456;

export function requestId(index: number): string {
  return `req_${String(index).padStart(23, "0")}`;
}

export function exampleUsage(): Usage {
  return usageFromTotals(
    { inputTotal: 120, inputCacheRead: 20, outputTotal: 50, outputReasoning: 10 },
    { serviceTier: "default", webSearches: 0, raw: { prompt_tokens: 120, completion_tokens: 50 } },
  );
}

export function exampleAttempt(changes: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    attempt: 0,
    expert: "gpt-mini",
    provider: "openai",
    model: "gpt-5-mini",
    startedUs: START_US,
    firstByteUs: 800,
    totalUs: 1_500,
    status: "ok",
    errorCode: null,
    errorMessage: null,
    httpStatus: 200,
    finishReason: "stop",
    finishReasonRaw: "stop",
    upstreamRequestId: "chatcmpl-1",
    usage: exampleUsage(),
    cost: {
      nanoUsd: COST_NANO_USD,
      priceVersion: "genai-prices@0.1.8",
      priceDate: "2026-08-17",
      estimated: false,
    },
    energy: null,
    answerKey: null,
    ...changes,
  };
}

/** A request answered by one attempt. */
export function exampleRecord(index: number, changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id: requestId(index),
    receivedUs: START_US + index,
    keyId: "key_test",
    surface: "openai-chat",
    model: "auto",
    stream: false,
    task: "math",
    shadowOf: null,
    features: null,
    expert: "gpt-mini",
    status: "ok",
    errorCode: null,
    httpStatus: 200,
    firstByteUs: 900,
    totalUs: 1_700,
    overheadUs: 100,
    costNanoUsd: COST_NANO_USD,
    energyMj: null,
    promptHash: null,
    prompt: null,
    answer: null,
    decision: {
      mixture: "auto",
      policy: "thompson",
      policyVersion: "v1",
      task: "math",
      candidates: [
        {
          expert: "gpt-mini",
          probability: 0.75,
          predictedSuccess: 0.9,
          predictedCostNanoUsd: 1_000,
          excluded: null,
        },
        {
          expert: "glm",
          probability: 0,
          predictedSuccess: null,
          predictedCostNanoUsd: null,
          excluded: "circuit_open",
        },
      ],
      draw: 0.123_456_789_012_345_66,
      chosen: "gpt-mini",
      order: ["gpt-mini", "glm"],
      reason: "cheapest that is good enough",
      mode: "route",
      role: "policy",
      certificate: null,
      lambdaPerUsd: null,
      steps: [],
    },
    attempts: [exampleAttempt()],
    outcomes: [],
    ...changes,
  };
}

export function exampleOutcome(requestIndex: number, changes: Partial<Outcome> = {}): Outcome {
  return {
    id: "out_1",
    requestId: requestId(requestIndex),
    attempt: 0,
    expert: "gpt-mini",
    task: "math",
    source: "check",
    check: "numeric",
    verifierVersion: "1",
    correct: true,
    score: null,
    comment: null,
    atUs: START_US,
    ...changes,
  };
}

/** Two attempts, outcomes, stored texts in several scripts and the largest numbers: every column holds something. */
export function fullRecord(): RequestRecord {
  const big = Number.MAX_SAFE_INTEGER;
  return exampleRecord(7, {
    stream: true,
    errorCode: "expert_timeout",
    totalUs: big,
    costNanoUsd: big,
    energyMj: 42_000,
    shadowOf: requestId(6),
    features: "AQID/+=",
    promptHash: "sha256:0af",
    prompt: "Löse 2+2 · 二加二 · 👩🏽‍🍳 · '; drop table request; --",
    answer: "\n\t“4” \\u0000",
    decision: fullDecision(),
    attempts: [
      exampleAttempt({
        status: "error",
        errorCode: "expert_timeout",
        errorMessage: "took longer than 30 s",
        httpStatus: null,
        firstByteUs: null,
        finishReason: null,
        finishReasonRaw: null,
        upstreamRequestId: null,
        usage: null,
        cost: null,
      }),
      exampleAttempt({
        attempt: 1,
        usage: usageFromTotals(
          {
            inputTotal: 60,
            inputCacheRead: 10,
            inputCacheWrite5m: 9,
            inputCacheWrite1h: 8,
            inputAudio: 7,
            inputImage: 6,
            outputTotal: big,
            outputReasoning: 4,
            outputAudio: 3,
          },
          { source: "counted", webSearches: 2, raw: { nested: { deep: [1, "二", null, true] } } },
        ),
        cost: { nanoUsd: big, priceVersion: "overlay@2026-11", priceDate: null, estimated: true },
        energy: { millijoules: 42_000, source: "counter" },
        answerKey: "9f86d081",
      }),
    ],
    outcomes: [
      exampleOutcome(7, { id: "out_a", atUs: 1, correct: null, score: 0.333_333_333_333_333_3 }),
      exampleOutcome(7, {
        id: "out_b",
        atUs: 2,
        attempt: null,
        task: null,
        source: "feedback",
        check: null,
        verifierVersion: null,
        correct: false,
        score: 0,
        comment: "falsch — 错",
      }),
    ],
  });
}

function fullDecision(): Decision {
  return {
    ...exampleRecord(7).decision,
    mode: "cascade",
    role: "explore",
    certificate: "cert_1",
    lambdaPerUsd: 12.5,
    steps: ["glm: its answer is likely wrong", "gpt-mini: both agree, “4” stands"],
  };
}

export function exampleEvent(index: number, changes: Partial<MixtureEvent> = {}): MixtureEvent {
  return {
    id: `evt_${String(index).padStart(23, "0")}`,
    atUs: START_US + index,
    mixture: "auto",
    kind: "learnt",
    policyVersion: null,
    certificate: null,
    expert: null,
    by: "learner",
    reason: "400 verified answers",
    ...changes,
  };
}

/** A policy whose body is any JSON with the digest that such a body has. */
export function examplePolicy(content: object, mixture = "auto"): Omit<StoredPolicy, "version"> {
  const digest = `sha256:${createHash("sha256").update(canonicalJson(content)).digest("hex")}`;
  return {
    mixture,
    digest,
    atUs: START_US,
    origin: "learner",
    body: JSON.stringify({ ...content, digest }),
  };
}

export function exampleCertificate(index: number, changes: Partial<Certificate> = {}): Certificate {
  return {
    format: "toque-certificate",
    formatVersion: 1,
    id: `cert_${index}`,
    mixture: "auto",
    policy: "sha256:0af",
    policyVersion: "1",
    reference: "gpt-mini",
    toleranceShare: 0.01,
    confidence: 0.95,
    method: "paired-betting@1",
    pairs: 1_200,
    difference: 0.002,
    lowerBound: -0.008,
    eValue: 24.5,
    families: [{ family: null, pairs: 1_200, difference: 0.002, lowerBound: -0.008 }],
    sources: { check: 2_400 },
    verifierError: null,
    costShare: 0.31,
    energyShare: null,
    prices: [{ expert: "glm", version: "config", date: null }],
    rows: {
      firstRequestId: requestId(1),
      lastRequestId: requestId(1_200),
      requests: 1_200,
      digest: "sha256:1af",
    },
    issuedUs: START_US + index,
    expiresUs: START_US + index + 86_400_000_000,
    signature: { algorithm: "ed25519", publicKey: "MCowBQYDK2VwAyEA", value: "c2ln" },
    ...changes,
  };
}
