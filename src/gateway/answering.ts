import { AppError } from "../core/app-error.ts";
import type { Expert, StreamPart, WireReading } from "../experts/expert.ts";
import type { Answer } from "./answer.ts";
import { beginAttempt } from "./begin-attempt.ts";
import type { Attempt } from "./attempt.ts";
import { isExpertFault } from "./circuit-breaker.ts";
import { brokenStream, flowItems, isFinish, isTerminalEvent } from "./flow-items.ts";
import { countAnswer } from "./held-bytes.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { GatewayState } from "./gateway-state.ts";
import { openAttempt, type Flow, type Opened } from "./open-attempt.ts";
import type { RequestRun } from "./request-run.ts";
import { pause } from "./pause.ts";
import { retryDelayMs } from "./retry-delay.ts";
import type { Settling } from "./settling.ts";

type Tools = {
  readonly deps: GatewayDeps;
  readonly state: GatewayState;
  readonly run: RequestRun;
  readonly settling: Settling;
  /** Called once when a stream is over; whole answers are over when `answer` returns or throws. */
  readonly ended: () => void;
};

/** Calls experts in the decided order until one answers, then sees the answer through to the ledger. */
export class Answering {
  readonly #tools: Tools;
  readonly #deadlineUs: number;

  constructor(tools: Tools) {
    this.#tools = tools;
    this.#deadlineUs = tools.run.request.receivedUs + tools.deps.limits.deadlineMs * 1000;
  }

  async answer(): Promise<Answer> {
    const { settling, run } = this.#tools;
    let last: AppError | null = null;
    for (let number = 0; ; number++) {
      const expert = this.#expertFor(number);
      const refusal = run.decision.mixture === null ? this.#refusal(expert) : null;
      if (refusal !== null) throw await settling.gaveUp(last ?? refusal, number);
      const attempt = this.#begin(number, expert);
      let opened: Opened | Collected;
      try {
        opened = await this.#open(attempt);
      } catch (thrown) {
        const error = attempt.errorFrom(thrown);
        last = error;
        attempt.stop(error);
        settling.attemptFailed(attempt, error);
        const delayMs = this.#delayBeforeNext(number, error);
        if (delayMs === null) throw await settling.gaveUp(error, number + 1);
        if (delayMs > 0) await pause(delayMs, run.request.client);
        continue;
      }
      return this.#deliver(attempt, opened);
    }
  }

  #expertFor(number: number): Expert {
    const { order, chosen } = this.#tools.run.decision;
    const name = order[number % order.length] ?? chosen;
    const expert = this.#tools.deps.experts.find(name);
    if (expert === null) throw new AppError("expert_unavailable", `the expert '${name}' is gone`);
    return expert;
  }

  /** Policies leave out experts that cannot serve; one that the client named itself has to be asked here. */
  #refusal(expert: Expert): AppError | null {
    const state = expert.state();
    const breaker = this.#tools.state.breakers.of(expert.name);
    const waitMs = breaker.waitMs(this.#tools.deps.nowUs() / 1000);
    if (state.status === "disabled" || state.status === "unavailable")
      return new AppError("expert_unavailable", `${expert.name} is ${state.status}: ${state.reason}`, {
        hint: "`npx toque experts` shows the state of every expert",
        retryable: false,
      });
    if (waitMs <= 0) return null;
    const said = breaker.lastError?.message ?? "it failed";
    return new AppError("expert_unavailable", `${expert.name} is left alone for a while: ${said}`, {
      retryAfterMs: Math.ceil(waitMs),
    });
  }

  #begin(number: number, expert: Expert): Attempt {
    const { deps, state, run } = this.#tools;
    return beginAttempt({ deps, state, request: run.request, deadlineUs: this.#deadlineUs }, number, expert);
  }

  /** A translated answer that is not streamed is complete before anything is sent: it may still fall back. */
  async #open(attempt: Attempt): Promise<Opened | Collected> {
    const { run, deps } = this.#tools;
    const opened = await openAttempt(attempt, run.request, deps.nowUs);
    if (opened.type !== "parts" || run.request.stream) return opened;
    const parts: StreamPart[] = [];
    const count = countAnswer();
    for await (const part of flowItems(opened.flow, attempt)) {
      count(part);
      parts.push(part);
    }
    if (parts.at(-1)?.type !== "finish") throw brokenStream(attempt);
    return { type: "parts-whole", parts, reading: opened.flow.reading() };
  }

  /** Milliseconds until the next try, 0 for another expert at once, `null` when it is over. */
  #delayBeforeNext(number: number, error: AppError): number | null {
    const { deps, run } = this.#tools;
    const tries = number + 1;
    const { order } = run.decision;
    if (run.request.client.gone || tries >= deps.limits.attemptsMax) return null;
    const anotherExpert =
      tries < order.length && (error.retryable || error.elsewhere || isExpertFault(error));
    if (!error.retryable && !anotherExpert) return null;
    const delayMs = anotherExpert ? 0 : retryDelayMs(error, tries - order.length, deps.random);
    const tooLong = delayMs > deps.limits.retryDelayMsMax || deps.nowUs() + delayMs * 1000 > this.#deadlineUs;
    return tooLong ? null : delayMs;
  }

  async #deliver(attempt: Attempt, opened: Opened | Collected): Promise<Answer> {
    const { run, settling } = this.#tools;
    switch (opened.type) {
      case "wire-whole":
      case "parts-whole": {
        const meta = await settling.answered(attempt, opened.reading);
        return opened.type === "wire-whole"
          ? { type: "wire-whole", meta, bytes: opened.bytes }
          : { type: "parts-whole", meta, parts: opened.parts };
      }
      case "wire-stream": {
        const meta = run.metaSoFar(attempt);
        return {
          type: "wire-stream",
          meta,
          signal: attempt.signal,
          events: this.#stream(attempt, opened.flow, isTerminalEvent),
        };
      }
      case "parts": {
        const meta = run.metaSoFar(attempt);
        return {
          type: "parts-stream",
          meta,
          signal: attempt.signal,
          parts: this.#stream(attempt, opened.flow, isFinish),
        };
      }
    }
  }

  /** Hands a stream on; its last item leaves only once the request is in the ledger. */
  async *#stream<Item>(attempt: Attempt, flow: Flow<Item>, isLast: (item: Item) => boolean) {
    const { settling, ended } = this.#tools;
    let settled = false;
    try {
      for await (const item of flowItems(flow, attempt)) {
        if (isLast(item)) {
          settled = true;
          await settling.answered(attempt, flow.reading());
          yield item;
          return;
        }
        yield item;
      }
      throw brokenStream(attempt);
    } catch (thrown) {
      const error = attempt.errorFrom(thrown);
      if (!settled) {
        settled = true;
        await settling.broke(attempt, error, flow.reading());
      }
      throw error;
    } finally {
      if (!settled) {
        // The surface stopped reading, which it does only when the client has left.
        const error = new AppError("client_closed", "the client closed the connection during the answer");
        attempt.stop(error);
        await settling.broke(attempt, error, flow.reading());
      }
      ended();
    }
  }
}

type Collected = {
  readonly type: "parts-whole";
  readonly parts: readonly StreamPart[];
  readonly reading: WireReading;
};
