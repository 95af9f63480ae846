import type { AppError, ErrorCode } from "../core/app-error.ts";
import type { Decision } from "../core/decision.ts";
import type { Outcome } from "../core/outcome.ts";
import type { AttemptRecord, EndStatus, RequestRecord } from "../core/request-record.ts";
import type { WireReading } from "../experts/expert.ts";
import { recordedAnswerKey } from "./answer-keys.ts";
import type { Attempt } from "./attempt.ts";
import type { Decided } from "./decide.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import { promptRecord } from "./prompt-record.ts";

/** What the client is told besides the answer. */
export type AnswerMeta = {
  readonly requestId: string;
  readonly expert: string;
  readonly mixture: string | null;
  readonly policy: string;
  /** The certificate that allowed the policy to choose, `null` when none did. */
  readonly certificate: string | null;
  readonly mode: Decision["mode"];
  readonly costNanoUsd: number | null;
  readonly energyMj: number | null;
  readonly overheadUs: number;
  readonly outcomes: readonly Outcome[];
};

type RunGiven = {
  readonly decided: Decided;
  /** The client's request this one runs beside; `null` for a client's own. */
  readonly shadowOf: string | null;
};

type End = {
  readonly status: EndStatus;
  readonly error: AppError | null;
  readonly httpStatus: number;
  readonly expert: string | null;
  /** Read for its text only when the ledger keeps answers: a stream is parsed for that. */
  readonly reading: WireReading | null;
};

/** One request on its way through the gateway: what was decided, what was tried, what came of it. */
export class RequestRun {
  readonly request: GatewayRequest;
  readonly decided: Decided;
  readonly attempts: AttemptRecord[] = [];
  readonly outcomes: Outcome[] = [];
  /** One line per step of a cascade. */
  readonly steps: string[] = [];
  readonly #deps: GatewayDeps;
  readonly #shadowOf: string | null;
  #waitedUs = 0;
  #firstByteUs: number | null = null;

  constructor(deps: GatewayDeps, request: GatewayRequest, given: RunGiven) {
    this.#deps = deps;
    this.request = request;
    this.decided = given.decided;
    this.#shadowOf = given.shadowOf;
  }

  get decision(): Decision {
    return this.decided.decision;
  }

  /** Bytes of a stream go on as they come. */
  get #straight(): boolean {
    return this.request.stream && this.decision.mode === "route";
  }

  /**
   * Features are kept of what may be learnt from: requests with a check that others may answer too, and, where the
   * mixture learns, all of them, for feedback may come later.
   */
  get #keepsFeatures(): boolean {
    const { mixture } = this.decided;
    if (mixture === null) return false;
    return mixture.steering !== null || (mixture.shadow !== null && this.request.check !== null);
  }

  /** Answers are compared within a cascade, and where others may be asked the same: only what has a check is. */
  get #comparesAnswers(): boolean {
    return this.decision.mode === "cascade" || (this.#keepsFeatures && this.request.check !== null);
  }

  /** Closes the books of one attempt: time, usage, money, energy. */
  settle(attempt: Attempt, reading: WireReading | null, error: AppError | null): AttemptRecord {
    const totalUs = this.#deps.nowUs() - attempt.startedUs;
    const firstByteUs = attempt.firstByteUs === null ? null : attempt.firstByteUs - attempt.startedUs;
    // Of a stream only the wait for its first byte is the expert's; of a whole or held back answer all of it is.
    this.#waitedUs += this.#straight && firstByteUs !== null ? firstByteUs : totalUs;
    if (this.decision.mode === "route" && (error === null || this.request.stream))
      this.#firstByteUs = attempt.firstByteUs;
    const usage = reading?.usage ?? null;
    const { expert } = attempt;
    const record: AttemptRecord = {
      attempt: attempt.number,
      expert: expert.name,
      provider: expert.provider,
      model: expert.model,
      startedUs: attempt.startedUs,
      firstByteUs,
      totalUs,
      ...failure(error),
      httpStatus: error?.upstream?.status ?? attempt.httpStatus,
      ...whyFinished(reading),
      upstreamRequestId: attempt.upstreamRequestId,
      usage,
      cost: usage === null ? null : this.#deps.costOf(expert, usage),
      energy: attempt.finish(),
      answerKey: error === null ? this.#answerKey(reading) : null,
    };
    this.attempts.push(record);
    return record;
  }

  #answerKey(reading: WireReading | null): string | null {
    if (!this.#comparesAnswers || reading === null) return null;
    return recordedAnswerKey(this.request.check, reading, this.#shadowOf ?? this.request.id);
  }

  /** A held back answer is about to be seen. */
  shows(): void {
    this.#firstByteUs = this.#deps.nowUs();
  }

  /** Microseconds of Toque's own work: everything but waiting for experts, up to a stream's first byte. */
  #overheadUs(): number {
    const untilUs = this.#straight && this.#firstByteUs !== null ? this.#firstByteUs : this.#deps.nowUs();
    return Math.max(0, Math.round(untilUs - this.request.receivedUs - this.#waitedUs));
  }

  record(end: End): RequestRecord {
    const { request, decision, attempts, outcomes, steps } = this;
    const kept = promptRecord(this.#deps.record, request, end.reading);
    return {
      id: request.id,
      receivedUs: request.receivedUs,
      keyId: request.keyId,
      surface: request.surface,
      model: request.model,
      stream: request.stream,
      task: request.task,
      shadowOf: this.#shadowOf,
      features: this.#keepsFeatures ? this.decided.features() : null,
      expert: end.expert,
      status: end.status,
      errorCode: end.error?.code ?? null,
      httpStatus: end.httpStatus,
      firstByteUs: this.#firstByteUs === null ? null : this.#firstByteUs - request.receivedUs,
      totalUs: this.#deps.nowUs() - request.receivedUs,
      overheadUs: this.#overheadUs(),
      ...this.#spent(),
      ...kept,
      decision: steps.length === 0 ? decision : { ...decision, steps },
      attempts,
      outcomes,
    };
  }

  /** For the headers of an answer that is complete. */
  metaWhole(expert: string): AnswerMeta {
    return { ...this.#meta(expert), ...this.#spent(), overheadUs: this.#overheadUs() };
  }

  #spent(): Pick<RequestRecord, "costNanoUsd" | "energyMj"> {
    return {
      costNanoUsd: sumOfSpent(this.attempts, (one) => one.cost?.nanoUsd),
      energyMj: sumOfSpent(this.attempts, (one) => one.energy?.millijoules),
    };
  }

  /** For the headers of a stream that has just shown its first byte: its cost is not known yet. */
  metaSoFar(attempt: Attempt): AnswerMeta {
    const beforeUs = attempt.startedUs - this.request.receivedUs - this.#waitedUs;
    return { ...this.#meta(attempt.expert.name), overheadUs: Math.max(0, Math.round(beforeUs)) };
  }

  #meta(expert: string): Omit<AnswerMeta, "overheadUs"> {
    const { decision, outcomes } = this;
    return {
      requestId: this.request.id,
      expert,
      mixture: decision.mixture,
      policy: `${decision.policy}@${decision.policyVersion}`,
      certificate: decision.certificate,
      mode: decision.mode,
      costNanoUsd: null,
      energyMj: null,
      outcomes,
    };
  }
}

function failure(error: AppError | null): Pick<AttemptRecord, "status" | "errorCode" | "errorMessage"> {
  if (error === null) return { status: "ok", errorCode: null, errorMessage: null };
  const status = error.code === "client_closed" ? "client_closed" : "error";
  return { status, errorCode: error.code, errorMessage: error.message };
}

function whyFinished(reading: WireReading | null): Pick<AttemptRecord, "finishReason" | "finishReasonRaw"> {
  const finish = reading?.finishReason ?? null;
  return { finishReason: finish?.unified ?? null, finishReasonRaw: finish?.raw ?? null };
}

/** Errors that prove an expert did no work; after any other failure it may have been billed. */
const UNSPENT: ReadonlySet<string | null> = new Set<ErrorCode>([
  "expert_unreachable",
  "expert_unavailable",
  "expert_unauthorized",
  "expert_refused",
  "rate_limited",
  "queue_full",
  "invalid_request",
]);

function spent(attempt: AttemptRecord): boolean {
  return attempt.usage !== null || !UNSPENT.has(attempt.errorCode);
}

/** A sum over what was spent; unknown as soon as one part is, for a lower bound would read like the whole. */
function sumOfSpent(
  attempts: readonly AttemptRecord[],
  valueOf: (attempt: AttemptRecord) => number | undefined,
): number | null {
  let sum = 0;
  for (const attempt of attempts) {
    const value = valueOf(attempt);
    if (value === undefined && spent(attempt)) return null;
    sum += value ?? 0;
  }
  return sum;
}
