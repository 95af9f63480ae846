import { AppError } from "../../core/app-error.ts";
import type { Expert } from "../../experts/expert.ts";
import type { SeenAnswer, Step } from "../../router/sequential/sequential-policy.ts";
import type { Answer } from "../answer.ts";
import { answerClasses } from "../answer-keys.ts";
import { beginAttempt } from "../begin-attempt.ts";
import type { Decided } from "../decide.ts";
import type { GatewayDeps } from "../gateway-deps.ts";
import type { GatewayState } from "../gateway-state.ts";
import { holdAnswer, type HeldAnswer } from "../held-answer.ts";
import type { Holding } from "../held-bytes.ts";
import { openAttempt } from "../open-attempt.ts";
import type { RequestRun } from "../request-run.ts";
import type { Graded, Settling } from "../settling.ts";
import { deliverHeld } from "./deliver-held.ts";
import { nextInCascade } from "./next-step.ts";

type Tools = {
  readonly deps: GatewayDeps;
  readonly state: GatewayState;
  readonly run: RequestRun;
  readonly settling: Settling;
  readonly ended: () => void;
};

type InHand = Graded & { readonly expert: number; readonly held: HeldAnswer };

/** Of the time for a request, what is kept to give the answer in hand. */
const MARGIN_SHARE = 0.1;
const MARGIN_MS_MAX = 1_000;

/**
 * Asks one expert after the other and holds their answers back until one stands: by its check, by agreement, or because
 * another call is not worth its price. An expert that fails is gone around; a good answer in hand is never lost.
 */
export class Cascading {
  readonly #tools: Tools;
  readonly #cascade: Required<{ [Key in "mixture" | "input"]: NonNullable<Decided[Key]> }>;
  readonly #deadlineUs: number;
  /** Nobody is asked with hardly any time left: that would be paid and not answered. */
  readonly #askUntilUs: number;
  readonly #inHand: InHand[] = [];
  readonly #failed = new Set<string>();
  readonly #holding: Holding;
  #lastError: AppError | null = null;

  constructor(
    tools: Tools,
    cascade: { mixture: NonNullable<Decided["mixture"]>; input: NonNullable<Decided["input"]> },
  ) {
    const holding = tools.state.held.open();
    const ended = (): void => {
      holding.release();
      tools.ended();
    };
    this.#holding = holding;
    this.#tools = { ...tools, ended };
    this.#cascade = cascade;
    this.#deadlineUs = tools.run.request.receivedUs + tools.deps.limits.deadlineMs * 1000;
    const marginMs = Math.min(MARGIN_MS_MAX, tools.deps.limits.deadlineMs * MARGIN_SHARE);
    this.#askUntilUs = this.#deadlineUs - marginMs * 1000;
  }

  async answer(): Promise<Answer> {
    let streams = false;
    try {
      const answer = await this.#untilOneStands();
      streams = answer.type === "wire-stream" || answer.type === "parts-stream";
      return answer;
    } finally {
      if (!streams) this.#holding.release();
    }
  }

  async #untilOneStands(): Promise<Answer> {
    for (let number = 0; ; number++) {
      // oxlint-disable-next-line no-await-in-loop -- each step depends on the answers before it
      const step = await this.#step(number);
      if (step.type === "answer") return this.#deliver(step);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await this.#ask(step.expert, number);
    }
  }

  async #step(number: number): Promise<Step> {
    const { run, settling } = this.#tools;
    const step = this.#inHand.length === 0 ? this.#first(number) : this.#next(number);
    if (step === null) {
      const none = new AppError("expert_unavailable", "no expert of the cascade answered");
      throw await settling.gaveUp(this.#lastError ?? none, number);
    }
    const expert = step.type === "ask" ? step.expert : (this.#inHand[step.index]?.expert ?? -1);
    const does = step.type === "ask" ? "is asked" : "stands";
    run.steps.push(`${this.#nameOf(expert)} ${does}: ${step.reason}`);
    return step;
  }

  /** Down the decision's order until there is an answer at all. */
  #first(number: number): Step | null {
    const { decision, request } = this.#tools.run;
    if (request.client.gone || this.#isOver(number)) return null;
    // Whoever was asked next could not be heard out either, but would be paid.
    if (this.#lastError?.code === "queue_full") return null;
    const name = decision.order.find((each) => !this.#failed.has(each));
    const expert = this.#cascade.input.arms.findIndex((arm) => arm.expert === name);
    if (expert === -1) return null;
    return { type: "ask", expert, reason: number === 0 ? decision.reason : "the one before failed" };
  }

  #next(number: number): Step {
    const { mixture, input } = this.#cascade;
    const { run, deps, state } = this.#tools;
    const full = !state.held.hasRoom();
    const over = full || this.#inHand.length >= mixture.callsMax || this.#isOver(number);
    const { decision, request } = run;
    const seen = this.#seen();
    try {
      const standing = { policy: mixture.policy, input, decision, seen, failed: this.#failed, over };
      const step = nextInCascade(standing);
      return full ? { ...step, reason: `${step.reason}; too many answers are held back to ask on` } : step;
    } catch (thrown) {
      deps.log(`request ${request.id}: the policy of '${mixture.name}' failed: ${String(thrown)}`);
      return { type: "answer", index: seen.length - 1, reason: "the policy failed" };
    }
  }

  #isOver(number: number): boolean {
    const { deps, run } = this.#tools;
    const callsMax = this.#cascade.mixture.callsMax + deps.limits.attemptsMax - 1;
    return number >= callsMax || run.request.client.gone || deps.nowUs() >= this.#askUntilUs;
  }

  #seen(): readonly SeenAnswer[] {
    const checked = this.#tools.run.request.check !== null;
    const classes = answerClasses(
      this.#inHand.map(({ answerKey, held }) => ({ key: answerKey, empty: checked || isEmpty(held) })),
    );
    return this.#inHand.map(({ expert, outcome }, at) => ({
      expert,
      answer: classes[at] ?? 0,
      passed: outcome?.correct ?? null,
    }));
  }

  async #ask(at: number, number: number): Promise<void> {
    const { deps, state, run, settling } = this.#tools;
    const expert = this.#expertAt(at);
    const { request } = run;
    // An answer in hand has to leave in time, whatever the next expert does.
    const deadlineUs = this.#inHand.length === 0 ? this.#deadlineUs : this.#askUntilUs;
    const attempt = beginAttempt({ deps, state, request, deadlineUs }, number, expert);
    let held: HeldAnswer;
    try {
      const opened = await openAttempt(attempt, request, deps.nowUs);
      held = await holdAnswer(opened, attempt, this.#holding.answer());
    } catch (thrown) {
      const error = attempt.errorFrom(thrown);
      this.#failed.add(expert.name);
      this.#lastError = error;
      attempt.stop(error);
      settling.attemptFailed(attempt, error);
      // A client that has left wants none of the answers.
      if (request.client.gone) throw await settling.gaveUp(error, 1);
      return;
    }
    this.#inHand.push({ expert: at, held, ...(await settling.graded(attempt, held.reading)) });
  }

  #deliver(step: Extract<Step, { type: "answer" }>): Promise<Answer> {
    const { deps, run, settling, ended } = this.#tools;
    const standing = this.#inHand[step.index];
    if (standing === undefined)
      throw new Error(`the policy lets answer ${step.index} stand, which is not there`);
    // Whoever waited until the deadline for an answer is given the time to take it.
    const untilDeadlineMs = Math.ceil((this.#deadlineUs - deps.nowUs()) / 1000);
    const leftMs = Math.max(untilDeadlineMs, deps.limits.idleTimeoutMs);
    const expert = this.#nameOf(standing.expert);
    return deliverHeld({ run, settling, ended, expert, held: standing.held, leftMs });
  }

  #expertAt(at: number): Expert {
    const name = this.#nameOf(at);
    const expert = this.#tools.deps.experts.find(name);
    if (expert === null) throw new AppError("expert_unavailable", `the expert '${name}' is gone`);
    return expert;
  }

  #nameOf(at: number): string {
    return this.#cascade.input.arms[at]?.expert ?? "";
  }
}

function isEmpty({ reading }: HeldAnswer): boolean {
  return reading.toolCalls === undefined && reading.text.trim() === "";
}
