import { AppError } from "../core/app-error.ts";
import type { Outcome } from "../core/outcome.ts";
import type { EndStatus } from "../core/request-record.ts";
import type { WireReading } from "../experts/expert.ts";
import type { Attempt } from "./attempt.ts";
import { checkAnswer } from "./check-answer.ts";
import { isExpertFault } from "./circuit-breaker.ts";
import { failedOutcome } from "./failed-outcome.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { GatewayState } from "./gateway-state.ts";
import type { AnswerMeta, RequestRun } from "./request-run.ts";
import type { PlannedShadows } from "./shadow/shadow-runs.ts";

type Parts = {
  readonly deps: GatewayDeps;
  readonly state: GatewayState;
  readonly run: RequestRun;
  /** Who else is asked, decided before an answer to a client is recorded and begun once it is. */
  readonly aside?: (run: RequestRun) => PlannedShadows | null;
  /** Told of every answer that goes to a client, once it is in the ledger. */
  readonly delivered?: (run: RequestRun, expert: string) => void;
};

export type Graded = { readonly answerKey: string | null; readonly outcome: Outcome | null };

const HTTP_OK = 200;

/** How a request ends: the answer is checked, the ledger told, then the outcome learnt from, in that order. */
export class Settling {
  readonly #deps: GatewayDeps;
  readonly #state: GatewayState;
  readonly #run: RequestRun;
  readonly #aside: Parts["aside"];
  readonly #delivered: Parts["delivered"];
  /** Experts whose failure in this request has been counted. */
  readonly #failed = new Set<string>();

  constructor({ deps, state, run, aside, delivered }: Parts) {
    this.#deps = deps;
    this.#state = state;
    this.#run = run;
    this.#aside = aside;
    this.#delivered = delivered;
  }

  /** A complete answer that is given. Throws `ledger_unavailable` when it could not be recorded: then it was not. */
  async answered(attempt: Attempt, reading: WireReading): Promise<AnswerMeta> {
    await this.graded(attempt, reading);
    return this.delivered(attempt.expert.name, reading);
  }

  /** A complete answer, whether it will be given or not: its books are closed and it is checked. */
  async graded(attempt: Attempt, reading: WireReading): Promise<Graded> {
    const run = this.#run;
    const expert = attempt.expert.name;
    const settled = run.settle(attempt, reading, null);
    this.#state.breakers.of(expert).succeeded();
    if (settled.cost !== null) this.#state.costs.saw(expert, settled.cost.nanoUsd);
    const outcome = await checkAnswer(this.#deps, run.request, { attempt: attempt.number, expert, reading });
    if (outcome !== null) run.outcomes.push(outcome);
    return { answerKey: settled.answerKey, outcome };
  }

  /** The answer of this expert goes to the client. */
  async delivered(expert: string, reading: WireReading): Promise<AnswerMeta> {
    const run = this.#run;
    const { mixture } = run.decided;
    const end = { status: "ok", error: null, httpStatus: HTTP_OK, expert, reading } as const;
    const shadows = this.#aside?.(run) ?? null;
    await this.#append(end).catch((thrown: unknown) => {
      shadows?.drop();
      // The expert was paid: trying again would pay it again, and most likely for nothing.
      throw thrown instanceof AppError ? withoutRetry(thrown) : thrown;
    });
    shadows?.begin();
    for (const outcome of run.outcomes) mixture?.policy.learn(outcome);
    this.#delivered?.(run, expert);
    return run.metaWhole(expert);
  }

  /** One expert failed before anything could be seen of it; another may still answer. */
  attemptFailed(attempt: Attempt, error: AppError): void {
    this.#run.settle(attempt, attempt.reading?.() ?? null, error);
    this.#judge(attempt, error);
  }

  /** Nothing answered. Returns the error for the client: after several tries it should not try again at once. */
  async gaveUp(error: AppError, tries: number): Promise<AppError> {
    await this.#recordFailure({ error, httpStatus: error.status, expert: null, reading: null });
    return tries > 1 ? withoutRetry(error) : error;
  }

  /** A stream broke after its first byte, or the client left it. What was used is billed all the same. */
  async broke(attempt: Attempt, error: AppError, reading: WireReading): Promise<void> {
    this.#run.settle(attempt, reading, error);
    this.#judge(attempt, error);
    await this.left(attempt.expert.name, error, reading);
  }

  /** The client did not get all of an answer that began to leave. */
  async left(expert: string, error: AppError, reading: WireReading): Promise<void> {
    await this.#recordFailure({ error, httpStatus: HTTP_OK, expert, reading });
  }

  /**
   * The learner reads verdicts on in the order of their ids and moments. Those of a held back answer were found long
   * before they are committed, so all get theirs now: none appears behind what was read already.
   */
  #append(end: Parameters<RequestRun["record"]>[0]): Promise<void> {
    const { newId, nowUs, ledger } = this.#deps;
    const run = this.#run;
    const stamped = run.outcomes.map((outcome) => ({ ...outcome, id: newId("out"), atUs: nowUs() }));
    run.outcomes.splice(0, Infinity, ...stamped);
    return ledger.append(run.record(end));
  }

  /** Tells the breaker, once per request: three tries of one bad moment are one failure. */
  #judge(attempt: Attempt, error: AppError): void {
    const expert = attempt.expert.name;
    const breaker = this.#state.breakers.of(expert);
    if (!isExpertFault(error) || this.#failed.has(expert)) {
      breaker.released();
      return;
    }
    this.#failed.add(expert);
    breaker.failed(error, this.#deps.nowUs() / 1000);
  }

  /** A policy whose experts fail is not right where they do: the others are asked as of any answer, by the same draw. */
  #askAsideOfFailed(): PlannedShadows | null {
    const run = this.#run;
    if (this.#aside === undefined || run.request.check === null || run.decided.mixture === null) return null;
    const graded = new Set(run.outcomes.map(({ expert }) => expert));
    for (const { attempt, expert, status, errorCode: code } of run.attempts) {
      if (status !== "error" || graded.has(expert)) continue;
      graded.add(expert);
      run.outcomes.push(failedOutcome(this.#deps, run.request, { attempt, expert, code }));
    }
    return run.outcomes.length === 0 ? null : this.#aside(run);
  }

  async #recordFailure(end: {
    error: AppError;
    httpStatus: number;
    expert: string | null;
    reading: WireReading | null;
  }): Promise<void> {
    const status: EndStatus = end.error.code === "client_closed" ? "client_closed" : "error";
    const shadows = status === "error" ? this.#askAsideOfFailed() : null;
    try {
      await this.#append({ ...end, status });
      shadows?.begin();
    } catch (thrown) {
      shadows?.drop();
      // The client hears of the first failure; the operator of this one.
      this.#deps.log(
        `request ${this.#run.request.id} (${end.error.code}) was not recorded: ${String(thrown)}`,
      );
    }
  }
}

function withoutRetry(error: AppError): AppError {
  return new AppError(error.code, error.message, {
    cause: error,
    status: error.status,
    retryable: false,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.param === undefined ? {} : { param: error.param }),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.upstream === undefined ? {} : { upstream: error.upstream }),
  });
}
