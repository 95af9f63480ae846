import { Worker } from "node:worker_threads";
import type { LearnerStatus } from "../mixture-control.ts";
import type { FromThread, Reports, ThreadData, ToThread } from "./messages.ts";

export type LearnerEvents = {
  /** Acts on what was found; when it rejects, the thread is started again. */
  readonly act: (reports: Reports) => Promise<void>;
  /** Experts that may be explored have come or gone. */
  readonly safe: (mixture: string, experts: readonly string[]) => void;
  /** The thread ended by itself; once per row of failures. */
  readonly failed: (reason: string) => void;
  readonly log: (line: string) => void;
};

export type LearnerWorker = {
  /** `null` before the first word from the thread. */
  status(mixture: string): LearnerStatus | null;
  /** The ledger holds something new about a mixture. */
  changed(mixture: string): void;
  /** Ends the thread as a crash would: it comes back. For tests and for the live proof. */
  kill(): Promise<void>;
  close(): Promise<void>;
};

/** From source the thread is TypeScript, which Node strips itself; after `tsc` it is its JavaScript neighbour. */
const THREAD = new URL(
  import.meta.url.endsWith(".ts") ? "./learner-thread.ts" : "./learner-thread.js",
  import.meta.url,
);
const HEAP_MB_MAX = 1_024;
const RESTART_FIRST_MS = 500;
const RESTART_LAST_MS = 60_000;
/** A thread that ran so long had no lasting trouble: the next failure is a new one. */
const HEALTHY_MS = 60_000;

/**
 * Keeps the learner's thread running beside the server. It may crash, hang or fall behind: the main thread never waits
 * for it, and what it knew is in the ledger.
 */
export function startLearnerWorker(data: ThreadData, events: LearnerEvents): LearnerWorker {
  const statuses = new Map<string, LearnerStatus>();
  let worker: Worker | null = null;
  let closed = false;
  let failures = 0;
  let restart: NodeJS.Timeout | null = null;

  function start(): void {
    const thread = openThread(data);
    worker = thread;
    const startedMs = performance.now();
    let reason = "it ended";
    thread.on("message", (message: FromThread) => heard(thread, message));
    thread.on("error", (error) => (reason = error instanceof Error ? error.message : String(error)));
    thread.on("exit", () => {
      if (worker !== thread || closed) return;
      worker = null;
      if (performance.now() - startedMs > HEALTHY_MS) failures = 0;
      fell(reason);
    });
  }

  function heard(thread: Worker, message: FromThread): void {
    if (worker !== thread) return;
    if (message.type === "status") statuses.set(message.mixture, message.status);
    else if (message.type === "safe") events.safe(message.mixture, message.experts);
    else void act(thread, message);
  }

  async function act(thread: Worker, reports: Reports): Promise<void> {
    try {
      await events.act(reports);
      if (worker === thread) tell(reports.mixture, true);
    } catch (error) {
      events.log(`what was learnt of '${reports.mixture}' could not be acted on: ${String(error)}`);
      await thread.terminate();
    }
  }

  function fell(reason: string): void {
    for (const [mixture, status] of statuses)
      statuses.set(mixture, { ...status, state: "failed", message: `the learner failed: ${reason}` });
    if (failures === 0) events.failed(reason);
    const delayMs = Math.min(RESTART_LAST_MS, RESTART_FIRST_MS * 2 ** failures);
    failures += 1;
    events.log(`the learner failed (${reason}); it starts again in ${delayMs} ms, serving goes on`);
    restart = setTimeout(start, delayMs);
    restart.unref();
  }

  function tell(mixture: string, answersReports: boolean): void {
    const message: ToThread = { type: "changed", mixture, answersReports };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker?.postMessage(message);
  }

  start();
  return {
    status: (mixture) => statuses.get(mixture) ?? null,
    changed: (mixture) => tell(mixture, false),
    async kill() {
      await worker?.terminate();
    },
    async close() {
      closed = true;
      if (restart !== null) clearTimeout(restart);
      await worker?.terminate();
    },
  };
}

function openThread(data: ThreadData): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: HEAP_MB_MAX };
  const thread = new Worker(THREAD, { workerData: data, execArgv: [], resourceLimits });
  // Learning does not keep a process alive that has nothing else to do.
  thread.unref();
  return thread;
}
