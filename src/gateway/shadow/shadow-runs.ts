import type { Expert } from "../../experts/expert.ts";
import { ClientPresence } from "../client-presence.ts";
import { featuresOf, whyNot } from "../decide.ts";
import type { GatewayDeps } from "../gateway-deps.ts";
import type { GatewayRequest } from "../gateway-request.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { RequestRun } from "../request-run.ts";
import { chooseShadow } from "./choose-shadow.ts";
import { estimateCost } from "./estimate-cost.ts";
import { openBook, restoreBook, type ShadowBook } from "./shadow-book.ts";
import type { Reserved } from "./shadow-budget.ts";
import { runShadowCall, type ShadowCall } from "./shadow-call.ts";
import { asideStep } from "./shadow-reason.ts";
import { bodyBytes, ShadowQueue, type WaitingCall } from "./shadow-queue.ts";

/** How soon calls that could not begin are looked at again. */
const LOOK_AGAIN_MS = 25;

export type ShadowStats = {
  readonly waiting: number;
  readonly running: number;
  readonly checked: number;
  readonly failed: number;
  /** Rows that were not asked because too much was waiting or too large, and calls that waited for too long. */
  readonly droppedBusy: number;
  /** Rows that were not asked because the day's money was spent. */
  readonly droppedBudget: number;
};

type Call = WaitingCall & Reserved & { readonly book: ShadowBook };

/** Calls whose money is set aside: one of the two is due. */
export type PlannedShadows = { begin(): void; drop(): void };

type Tools = {
  readonly deps: GatewayDeps;
  readonly state: GatewayState;
  /** How many requests of clients are being answered. */
  readonly clients: () => number;
};

/**
 * Asks the other experts what a client asked, once the client has its answer, so that every expert's answers to the same
 * questions are verified. Few at a time, dropped when busy, ended at shutdown. A model in this process begins only while
 * no client is served, and rows that wait for that too long are dropped; a client that comes later shares the processor.
 */
export class ShadowRuns {
  readonly #tools: Tools;
  readonly #books = new Map<string, ShadowBook>();
  readonly #queue = new ShadowQueue<Call>();
  readonly #running = new Set<GatewayRequest>();
  readonly #counts = { checked: 0, failed: 0, droppedBusy: 0, droppedBudget: 0 };
  /** Nothing is asked before it is known what was spent today. */
  readonly #restoring: Promise<void>;
  #open = false;
  #stopped = false;
  #looksAgain = false;
  #onIdle: (() => void)[] = [];

  constructor(tools: Tools) {
    this.#tools = tools;
    const { deps } = tools;
    for (const mixture of deps.mixtures.values()) {
      if (mixture.shadow !== null) this.#books.set(mixture.name, openBook(mixture, mixture.shadow));
    }
    this.#restoring = this.#restore();
  }

  /**
   * A request of a client was answered and is about to be recorded: whether the others are asked is said in its steps, so
   * that the learner knows whose answers to wait for. They are asked once the request is in the ledger.
   */
  plan(run: RequestRun): PlannedShadows | null {
    const book = this.#books.get(run.decision.mixture ?? "");
    if (book === undefined) return null;
    const gave = new Set(run.attempts.flatMap((one) => (one.status === "ok" ? [one.expert] : [])));
    for (const { task, expert } of run.outcomes)
      if (gave.has(expert)) book.evidence.add({ family: task, expert }, 1);
    const { request } = run;
    if (request.check === null || !this.#open) return null;
    const others = this.#others(book, run);
    const rule = chooseShadow({
      mixture: book.mixture,
      plan: book.plan,
      task: request.task,
      others: others.map((expert) => expert.name),
      evidence: book.evidence,
      draw: this.#tools.deps.random(),
    });
    if (rule === null) return null;
    const calls = this.#reserve(
      book,
      others.map((expert) => ({ original: run, rule, expert })),
    );
    if (calls === null) return null;
    run.steps.push(
      asideStep(
        rule.reason,
        calls.map(({ expert }) => expert.name),
      ),
    );
    return {
      begin: () => this.#enqueue(calls),
      drop: () => calls.forEach((call) => this.#forget(call)),
    };
  }

  /** An expert has changed: its families are probed as if it were new. */
  probeAgain(mixture: string, expert: string): void {
    this.#books.get(mixture)?.evidence.forget(expert);
  }

  /** Resolves when nothing waits or runs any more. */
  async idle(): Promise<void> {
    await this.#restoring;
    if (this.#queue.length === 0 && this.#running.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle.push(resolve);
    });
  }

  stats(): ShadowStats {
    return { waiting: this.#queue.length, running: this.#running.size, ...this.#counts };
  }

  /** Forgets what waits, ends what runs; resolves when all that was used is in the ledger. */
  async stop(): Promise<void> {
    this.#open = false;
    this.#stopped = true;
    for (const call of this.#queue.takeAll()) this.#forget(call);
    for (const request of this.#running) request.client.leave();
    this.#ended();
    await this.idle();
  }

  async #restore(): Promise<void> {
    if (this.#books.size === 0) return;
    const { deps } = this.#tools;
    try {
      for (const book of this.#books.values()) {
        // oxlint-disable-next-line no-await-in-loop -- a few queries at the start, none of them urgent
        await restoreBook(book, deps);
      }
      this.#open = !this.#stopped;
    } catch (error) {
      deps.log(`there are no shadow runs: the ledger does not say what was spent today: ${String(error)}`);
    }
  }

  #others({ mixture }: ShadowBook, run: RequestRun): readonly Expert[] {
    const { deps, state } = this.#tools;
    // A failure that counts is an answer.
    const answered = new Set([
      ...run.attempts.flatMap((one) => (one.status === "ok" ? [one.expert] : [])),
      ...run.outcomes.map(({ expert }) => expert),
    ]);
    return mixture.experts.flatMap((name) => {
      const expert = answered.has(name) ? null : deps.experts.find(name);
      if (expert === null) return [];
      return whyNot({ deps, state }, expert, featuresOf(run.request)) === null ? [expert] : [];
    });
  }

  /** Sets the money aside; `null` when there is no room or no money. */
  #reserve(book: ShadowBook, row: readonly ShadowCall[]): readonly Call[] | null {
    const { deps } = this.#tools;
    const [first] = row;
    if (first === undefined) return null;
    if (!this.#queue.hasRoomFor(row.length, bodyBytes(first))) {
      this.#counts.droppedBusy += 1;
      return null;
    }
    const estimates = row.map((call) => estimateCost(this.#tools, call.expert, call.original.request));
    const reservedUs = deps.nowUs();
    if (!book.budget.reserve(estimates, reservedUs)) {
      this.#counts.droppedBudget += 1;
      return null;
    }
    return row.map((call, at) => {
      book.evidence.add({ family: call.rule.task, expert: call.expert.name }, 1);
      return { ...call, book, sinceUs: reservedUs, reservedUs, estimate: estimates[at] ?? null };
    });
  }

  #enqueue(calls: readonly Call[]): void {
    for (const call of calls) {
      if (this.#open) this.#queue.add(call);
      else this.#forget(call);
    }
    this.#lookAgain();
  }

  /** Not at once: the client's answer is about to leave. */
  #lookAgain(): void {
    if (this.#looksAgain) return;
    this.#looksAgain = true;
    setTimeout(() => {
      this.#looksAgain = false;
      this.#begin();
    }, LOOK_AGAIN_MS);
  }

  #begin(): void {
    const nowUs = this.#tools.deps.nowUs();
    for (;;) {
      const taken = this.#queue.take(nowUs, (call) => this.#mayBegin(call));
      if (taken === null) break;
      if (taken.late) {
        this.#counts.droppedBusy += 1;
        this.#forget(taken.call);
      } else void this.#run(taken.call);
    }
    if (this.#queue.length > 0) this.#lookAgain();
    else this.#ended();
  }

  #mayBegin({ book, expert, original }: Call): boolean {
    const { deps, state, clients } = this.#tools;
    if (book.running >= book.plan.inFlightMax || !state.load.hasRoom(expert)) return false;
    if (whyNot({ deps, state }, expert, featuresOf(original.request)) !== null) return false;
    return expert.worksOn !== "this-process" || clients() === 0;
  }

  async #run(call: Call): Promise<void> {
    const { deps } = this.#tools;
    const { book, expert, rule } = call;
    const request: GatewayRequest = {
      ...call.original.request,
      id: deps.newId("req"),
      receivedUs: deps.nowUs(),
      surface: "shadow",
      model: expert.name,
      client: new ClientPresence(),
    };
    this.#running.add(request);
    book.running += 1;
    const { checked, costNanoUsd } = await runShadowCall(this.#tools, call, request).catch(
      (error: unknown) => {
        deps.log(`the shadow run ${request.id} failed: ${String(error)}`);
        return { checked: false, costNanoUsd: null };
      },
    );
    book.running -= 1;
    this.#running.delete(request);
    this.#counts[checked ? "checked" : "failed"] += 1;
    book.budget.settle(call, costNanoUsd);
    if (!checked) book.evidence.add({ family: rule.task, expert: expert.name }, -1);
    this.#begin();
  }

  /** A call that is not made gives back what was set aside for it. */
  #forget(call: Call): void {
    const { book, rule, expert } = call;
    book.budget.release(call);
    book.evidence.add({ family: rule.task, expert: expert.name }, -1);
  }

  #ended(): void {
    if (this.#queue.length > 0 || this.#running.size > 0) return;
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }
}
