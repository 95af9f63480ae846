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
  };
}

function usageColumns(usage: Usage | null) {
  return {
    input_uncached: usage?.inputUncached ?? null,
    input_cache_read: usage?.inputCacheRead ?? null,
    input_cache_write_5m: usage?.inputCacheWrite5m ?? null,
    input_cache_write_1h: usage?.inputCacheWrite1h ?? null,
    input_audio: usage?.inputAudio ?? null,
    input_image: usage?.inputImage ?? null,
    input_total: usage?.inputTotal ?? null,
    output_visible: usage?.outputVisible ?? null,
    output_reasoning: usage?.outputReasoning ?? null,
    output_audio: usage?.outputAudio ?? null,
    output_total: usage?.outputTotal ?? null,
    usage_source: usage?.source ?? null,
    service_tier: usage?.serviceTier ?? null,
    web_searches: usage?.webSearches ?? null,
    usage_raw: usage?.raw ? JSON.stringify(usage.raw) : null,
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
