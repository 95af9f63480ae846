import type { Decision } from "../core/decision.ts";
import type { Outcome } from "../core/outcome.ts";
import type { AttemptRecord, Cost, Energy, RequestRecord } from "../core/request-record.ts";
import type { Usage } from "../core/usage.ts";
import type { AttemptTable, DecisionTable, OutcomeTable, RequestTable } from "./schema.ts";

type RequestParts = {
  readonly decision: DecisionTable;
  readonly attempts: readonly AttemptTable[];
  readonly outcomes: readonly OutcomeTable[];
};

export function requestFromRows(row: RequestTable, parts: RequestParts): RequestRecord {
  return {
    id: row.id,
    receivedUs: row.received_us,
    keyId: row.key_id,
    surface: row.surface,
    model: row.model,
    stream: row.stream === 1,
    task: row.task,
    shadowOf: row.shadow_of,
    features: row.features,
    expert: row.expert,
    status: row.status,
    errorCode: row.error_code,
    httpStatus: row.http_status,
    firstByteUs: row.first_byte_us,
    totalUs: row.total_us,
    overheadUs: row.overhead_us,
    costNanoUsd: row.cost_nano_usd,
    energyMj: row.energy_mj,
    promptHash: row.prompt_hash,
    prompt: row.prompt,
    answer: row.answer,
    decision: decisionFromRow(parts.decision),
    attempts: parts.attempts.map(attemptFromRow),
    outcomes: parts.outcomes.map(outcomeFromRow),
  };
}

export function decisionFromRow(row: DecisionTable): Decision {
  return {
    mixture: row.mixture,
    policy: row.policy,
    policyVersion: row.policy_version,
    task: row.task,
    candidates: JSON.parse(row.candidates),
    draw: row.draw,
    chosen: row.chosen,
    order: JSON.parse(row.expert_order),
    reason: row.reason,
    mode: row.mode,
    role: row.role,
    certificate: row.certificate,
    lambdaPerUsd: row.lambda_per_usd,
    steps: JSON.parse(row.steps),
  };
}

function attemptFromRow(row: AttemptTable): AttemptRecord {
  return {
    attempt: row.attempt,
    expert: row.expert,
    provider: row.provider,
    model: row.model,
    startedUs: row.started_us,
    firstByteUs: row.first_byte_us,
    totalUs: row.total_us,
    status: row.status,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    httpStatus: row.http_status,
    finishReason: row.finish_reason,
    finishReasonRaw: row.finish_reason_raw,
    upstreamRequestId: row.upstream_request_id,
    usage: usageFromRow(row),
    cost: costFromRow(row),
    energy: energyFromRow(row),
    answerKey: row.answer_key,
  };
}

function usageFromRow(row: AttemptTable): Usage | null {
  if (row.usage_source === null) return null;
  return {
    inputUncached: row.input_uncached ?? 0,
    inputCacheRead: row.input_cache_read ?? 0,
    inputCacheWrite5m: row.input_cache_write_5m ?? 0,
    inputCacheWrite1h: row.input_cache_write_1h ?? 0,
    inputAudio: row.input_audio ?? 0,
    inputImage: row.input_image ?? 0,
    inputTotal: row.input_total ?? 0,
    outputVisible: row.output_visible ?? 0,
    outputReasoning: row.output_reasoning ?? 0,
    outputAudio: row.output_audio ?? 0,
    outputTotal: row.output_total ?? 0,
    source: row.usage_source,
    serviceTier: row.service_tier,
    webSearches: row.web_searches,
    raw: row.usage_raw === null ? null : JSON.parse(row.usage_raw),
  };
}

function costFromRow(row: AttemptTable): Cost | null {
  if (row.cost_nano_usd === null) return null;
  return {
    nanoUsd: row.cost_nano_usd,
    priceVersion: row.price_version ?? "",
    priceDate: row.price_date,
    estimated: row.cost_estimated === 1,
  };
}

function energyFromRow(row: AttemptTable): Energy | null {
  if (row.energy_mj === null || row.energy_source === null) return null;
  return { millijoules: row.energy_mj, source: row.energy_source };
}

export function outcomeFromRow(row: OutcomeTable): Outcome {
  return {
    id: row.id,
    requestId: row.request_id,
    attempt: row.attempt,
    expert: row.expert,
    task: row.task,
    source: row.source,
    check: row.check_name,
    verifierVersion: row.verifier_version,
    correct: row.correct === null ? null : row.correct === 1,
    score: row.score,
    comment: row.comment,
    atUs: row.at_us,
  };
}
