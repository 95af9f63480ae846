import { Worker } from "node:worker_threads";
import { AppError } from "../../core/app-error.ts";
import { type Answer, appError, type Command } from "./messages.ts";
import type { SqliteFile } from "./open-file.ts";

export type WorkerClient = {
  /** Resolves with the worker's answer; rejects with an AppError, at once when the worker is gone. */
  ask(command: Command): Promise<unknown>;
};

/** From source the worker is TypeScript, which Node strips itself; after `tsc` it is its JavaScript neighbour. */
const WORKER = import.meta.url.endsWith(".ts")
  ? new URL("./worker.ts", import.meta.url)
  : new URL("./worker.js", import.meta.url);

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: AppError) => void };

/** Starts the thread that owns a connection; resolves when the file is open and migrated. */
export async function startWorker(file: SqliteFile): Promise<WorkerClient> {
  const worker = new Worker(WORKER, {
    workerData: file,
    // Flags meant for the main script (`--eval`, `--inspect-brk`) do not apply to this one.
    execArgv: [],
  });
  const waiting: Waiting[] = [];
  let gone: AppError | null = null;

  function lose(error: AppError): void {
    gone ??= error;
    for (const { reject } of waiting.splice(0)) reject(gone);
  }

  function expectAnswer(): Promise<unknown> {
    // An idle ledger does not keep the process alive; one with something to answer does.
    if (waiting.length === 0) worker.ref();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.push({ resolve, reject });
    return promise;
  }

  worker.on("message", (answer: Answer) => {
    const next = waiting.shift();
    if (waiting.length === 0) worker.unref();
    if (answer.ok) next?.resolve(answer.value);
    else next?.reject(appError(answer.error));
  });
  worker.on("error", (cause) => lose(stopped(String(cause), cause)));
  worker.on("exit", (code) => lose(stopped(`exit code ${code}`)));

  await expectAnswer();
  return {
    async ask(command) {
      if (gone) throw gone;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
      worker.postMessage(command);
      return expectAnswer();
    },
  };
}

function stopped(reason: string, cause?: unknown): AppError {
  return new AppError("ledger_unavailable", `The ledger's thread has stopped: ${reason}.`, {
    hint: "Restart Toque; nothing that was reported as recorded is lost.",
    cause,
  });
}
