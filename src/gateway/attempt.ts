import { AppError } from "../core/app-error.ts";
import type { Energy } from "../core/request-record.ts";
import type { Expert, WireReading } from "../experts/expert.ts";
import type { ClientPresence } from "./client-presence.ts";
import type { GatewayLimits } from "./limits.ts";

/** `null`: the meter failed while the attempt ran. */
export type EnergyRun = { stop(): Energy | null };

type AttemptStart = {
  readonly number: number;
  readonly expert: Expert;
  readonly startedUs: number;
  readonly deadlineUs: number;
  /** True when nothing of the answer comes before all of it: a plain request on the fast path. */
  readonly atOnce: boolean;
  readonly limits: GatewayLimits;
  readonly client: ClientPresence;
  readonly energy: EnergyRun | null;
  /** Called once, when its books are closed. */
  readonly ended: () => void;
};

/** One call to one expert while it runs: its clock, its limits, and the one signal that ends it. */
export class Attempt {
  readonly number: number;
  readonly expert: Expert;
  readonly startedUs: number;
  firstByteUs: number | null = null;
  httpStatus: number | null = null;
  upstreamRequestId: string | null = null;
  /** What has been read of the answer so far; `null` before anything could be. */
  reading: (() => WireReading) | null = null;
  readonly #controller = new AbortController();
  readonly #limits: GatewayLimits;
  readonly #client: ClientPresence;
  readonly #deadline: NodeJS.Timeout;
  #energy: EnergyRun | null;
  #ended: (() => void) | null;
  #silence: NodeJS.Timeout;
  /** False while the client takes what came: its pauses are not the expert's silence. */
  #waiting = true;

  constructor(start: AttemptStart) {
    this.number = start.number;
    this.expert = start.expert;
    this.startedUs = start.startedUs;
    this.#limits = start.limits;
    this.#client = start.client;
    this.#energy = start.energy;
    this.#ended = start.ended;
    const leftMs = Math.max(1, (start.deadlineUs - start.startedUs) / 1000);
    this.#deadline = setTimeout(() => this.#abort(this.#late("deadline_exceeded", leftMs)), leftMs);
    this.#silence = this.#silenceTimer(
      start.atOnce ? this.#limits.answerTimeoutMs : this.#limits.firstByteTimeoutMs,
    );
    start.client.onLeave(() =>
      this.#abort(new AppError("client_closed", "the client closed the connection before the answer")),
    );
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The first byte a client can see has come; from here on only silence between events is limited. */
  sawFirstByte(nowUs: number): void {
    this.firstByteUs = nowUs;
    this.#waiting = false;
    clearTimeout(this.#silence);
    this.#silence = this.#silenceTimer(this.#limits.idleTimeoutMs);
  }

  /** Waits for the expert's next item; only this wait counts as its silence. */
  async waitFor<Result>(next: Promise<Result>): Promise<Result> {
    this.#waiting = true;
    this.#silence.refresh();
    try {
      return await next;
    } finally {
      this.#waiting = false;
    }
  }

  /** Ends the expert's work if it still runs. The client's leaving is no longer listened to. */
  stop(reason: AppError): void {
    this.#client.onLeave(null);
    this.#abort(reason);
  }

  /** Stops every timer; returns what the work used on this machine, once. */
  finish(): Energy | null {
    clearTimeout(this.#deadline);
    clearTimeout(this.#silence);
    this.#client.onLeave(null);
    const used = this.#energy?.stop() ?? null;
    this.#energy = null;
    this.#ended?.();
    this.#ended = null;
    return used;
  }

  /** What went wrong, as the one kind of error the gateway knows. A reason we aborted for wins. */
  errorFrom(thrown: unknown): AppError {
    const reason: unknown = this.signal.aborted ? this.signal.reason : thrown;
    if (reason instanceof AppError) return reason;
    const message = reason instanceof Error ? reason.message : String(reason);
    return new AppError("expert_bad_response", `${this.expert.name} failed: ${message}`, { cause: thrown });
  }

  #abort(reason: AppError): void {
    if (!this.signal.aborted) this.#controller.abort(reason);
  }

  #silenceTimer(afterMs: number): NodeJS.Timeout {
    const timer: NodeJS.Timeout = setTimeout(() => {
      if (this.#waiting) this.#abort(this.#late("expert_timeout", afterMs));
      else timer.refresh();
    }, afterMs);
    return timer;
  }

  #late(code: "expert_timeout" | "deadline_exceeded", afterMs: number): AppError {
    const waited = `${Math.round(afterMs)} ms`;
    return code === "expert_timeout"
      ? new AppError(code, `${this.expert.name} sent nothing for ${waited}`, {
          hint: "if it thinks longer, raise first_byte_, answer_ or idle_timeout_ms under limits",
        })
      : new AppError(code, `the request's deadline passed, ${waited} after ${this.expert.name} was asked`, {
          hint: "raise limits.deadline_ms or ask for a shorter answer",
        });
  }
}
