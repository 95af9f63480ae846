import { AppError } from "../../core/app-error.ts";
import { abortError, throwIfAborted } from "../abort-error.ts";

export type SequencePoolOptions = {
  /** How many requests may wait for a free sequence. */
  readonly queueMax: number;
  readonly nowMs: () => number;
};

type Waiter<Sequence> = {
  readonly choose: (free: readonly Sequence[]) => Sequence;
  readonly grant: (sequence: Sequence) => void;
  readonly refuse: (error: Error) => void;
};

const HOLD_MS_FIRST_GUESS = 1000;
const HOLD_WEIGHT = 0.2;

/** Lends a fixed number of sequences, first come first served, with a bounded queue that aborts leave at once. */
export class SequencePool<Sequence> {
  private readonly free: Sequence[];
  private readonly held = new Map<Sequence, number>();
  private readonly waiting = new Set<Waiter<Sequence>>();
  private readonly size: number;
  private readonly options: SequencePoolOptions;
  private holdMs = HOLD_MS_FIRST_GUESS;
  private closedBy: Error | null = null;
  private idle: (() => void) | null = null;

  constructor(sequences: readonly Sequence[], options: SequencePoolOptions) {
    this.free = [...sequences];
    this.size = sequences.length;
    this.options = options;
  }

  /** `choose` picks among the free sequences, for example the one that already holds most of the prompt. */
  async acquire(signal: AbortSignal, choose: (free: readonly Sequence[]) => Sequence): Promise<Sequence> {
    throwIfAborted(signal);
    if (this.closedBy !== null) throw this.closedBy;
    if (this.free.length > 0) return this.lend(choose);
    if (this.waiting.size >= this.options.queueMax) throw this.queueFull();
    return await new Promise<Sequence>((resolve, reject) => {
      const leave = (): void => {
        this.waiting.delete(waiter);
        reject(abortError(signal));
      };
      const waiter: Waiter<Sequence> = {
        choose,
        grant: (sequence) => {
          signal.removeEventListener("abort", leave);
          resolve(sequence);
        },
        refuse: (error) => {
          signal.removeEventListener("abort", leave);
          reject(error);
        },
      };
      this.waiting.add(waiter);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  release(sequence: Sequence): void {
    const since = this.held.get(sequence);
    if (since === undefined) return;
    this.held.delete(sequence);
    this.holdMs += HOLD_WEIGHT * (this.options.nowMs() - since - this.holdMs);
    this.free.push(sequence);
    const [next] = this.waiting;
    if (next !== undefined) {
      this.waiting.delete(next);
      next.grant(this.lend(next.choose));
    }
    if (this.held.size === 0) this.idle?.();
  }

  /** Refuses everything waiting and to come, and resolves when every lent sequence is back. */
  async close(error: Error): Promise<void> {
    this.closedBy = error;
    for (const waiter of this.waiting) waiter.refuse(error);
    this.waiting.clear();
    if (this.held.size === 0) return;
    await new Promise<void>((resolve) => {
      this.idle = resolve;
    });
  }

  private lend(choose: (free: readonly Sequence[]) => Sequence): Sequence {
    const sequence = choose(this.free);
    this.free.splice(this.free.indexOf(sequence), 1);
    this.held.set(sequence, this.options.nowMs());
    return sequence;
  }

  private queueFull(): AppError {
    const { queueMax } = this.options;
    return new AppError(
      "queue_full",
      `All ${this.size} sequences are busy and ${queueMax} requests wait already.`,
      {
        hint: "Try again a little later, or raise `parallel` or `queue_max` of this expert.",
        retryAfterMs: Math.max(1, Math.ceil((this.holdMs * (queueMax + 1)) / this.size)),
      },
    );
  }
}
