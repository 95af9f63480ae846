import type { Outcome } from "../core/outcome.ts";
import type { AttemptRecord, Cost, RequestRecord } from "../core/request-record.ts";
import type { Usage } from "../core/usage.ts";
import type { AttemptTable, DecisionTable, OutcomeTable, RequestTable } from "./schema.ts";

// Every row of a table is built here with the same keys in the same order: the prepared statements rely on it.

export function requestRow(record: RequestRecord): RequestTable {
  return {
    id: record.id,
    received_us: Math.round(record.receivedUs),
    key_id: record.keyId,
    surface: record.surface,
    model: record.model,
    stream: record.stream ? 1 : 0,
    task: record.task,
    expert: record.expert,
    status: record.status,
    error_code: record.errorCode,
    http_status: record.httpStatus,
    first_byte_us: wholeOrNull(record.firstByteUs),
    total_us: Math.round(record.totalUs),
    overhead_us: Math.round(record.overheadUs),
    cost_nano_usd: record.costNanoUsd,
    energy_mj: wholeOrNull(record.energyMj),
    prompt_hash: record.promptHash,
    prompt: record.prompt,
    answer: record.answer,
    shadow_of: record.shadowOf,
    features: record.features,
  };
}

export function decisionRow({ id, decision }: RequestRecord): DecisionTable {
  return {
    request_id: id,
    mixture: decision.mixture,
    policy: decision.policy,
    policy_version: decision.policyVersion,
    task: decision.task,
    candidates: JSON.stringify(decision.candidates),
    draw: decision.draw,
    chosen: decision.chosen,
    expert_order: JSON.stringify(decision.order),
    reason: decision.reason,
    mode: decision.mode,
    role: decision.role,
    certificate: decision.certificate,
    lambda_per_usd: decision.lambdaPerUsd,
    steps: JSON.stringify(decision.steps),
  };
}

export function attemptRow(requestId: string, attempt: AttemptRecord): AttemptTable {
  return {
    request_id: requestId,
    attempt: attempt.attempt,
    expert: attempt.expert,
    provider: attempt.provider,
    model: attempt.model,
    started_us: Math.round(attempt.startedUs),
    first_byte_us: wholeOrNull(attempt.firstByteUs),
    total_us: Math.round(attempt.totalUs),
    status: attempt.status,
    error_code: attempt.errorCode,
    error_message: attempt.errorMessage,
    http_status: attempt.httpStatus,
    finish_reason: attempt.finishReason,
    finish_reason_raw: attempt.finishReasonRaw,
    upstream_request_id: attempt.upstreamRequestId,
    ...usageColumns(attempt.usage),
    ...costColumns(attempt.cost),
    energy_mj: wholeOrNull(attempt.energy?.millijoules ?? null),
    energy_source: attempt.energy?.source ?? null,
    answer_key: attempt.answerKey,
  };
}

const UNKNOWN_USAGE = {
  input_uncached: null,
  input_cache_read: null,
  input_cache_write_5m: null,
  input_cache_write_1h: null,
  input_audio: null,
  input_image: null,
  input_total: null,
  output_visible: null,
  output_reasoning: null,
  output_audio: null,
  output_total: null,
  usage_source: null,
  service_tier: null,
  web_searches: null,
  usage_raw: null,
};

function usageColumns(usage: Usage | null) {
  if (usage === null) return UNKNOWN_USAGE;
  return {
    input_uncached: usage.inputUncached,
    input_cache_read: usage.inputCacheRead,
    input_cache_write_5m: usage.inputCacheWrite5m,
    input_cache_write_1h: usage.inputCacheWrite1h,
    input_audio: usage.inputAudio,
    input_image: usage.inputImage,
    input_total: usage.inputTotal,
    output_visible: usage.outputVisible,
    output_reasoning: usage.outputReasoning,
    output_audio: usage.outputAudio,
    output_total: usage.outputTotal,
    usage_source: usage.source,
    service_tier: usage.serviceTier,
    web_searches: usage.webSearches,
    usage_raw: usage.raw === null ? null : JSON.stringify(usage.raw),
  };
}

function costColumns(cost: Cost | null) {
  return {
    cost_nano_usd: cost?.nanoUsd ?? null,
    price_version: cost?.priceVersion ?? null,
    price_date: cost?.priceDate ?? null,
    cost_estimated: cost === null ? null : cost.estimated ? 1 : 0,
  };
}

export function outcomeRow(outcome: Outcome): OutcomeTable {
  return {
    id: outcome.id,
    request_id: outcome.requestId,
    attempt: outcome.attempt,
    expert: outcome.expert,
    task: outcome.task,
    source: outcome.source,
    check_name: outcome.check,
    verifier_version: outcome.verifierVersion,
    correct: outcome.correct === null ? null : outcome.correct ? 1 : 0,
    score: outcome.score,
    comment: outcome.comment,
    at_us: Math.round(outcome.atUs),
  };
}

/** Clocks give fractions of a microsecond; PostgreSQL refuses them in an integer column. */
function wholeOrNull(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
