import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

const STOP_MS_MAX = 5_000;
const ERROR_PIECES_MAX = 50;

export type Child = {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Next line of its standard output; rejects with what it wrote to standard error when it ends before. */
  line(): Promise<string>;
  /** What it wrote to standard error lately. */
  errors(): string;
  stop(): Promise<void>;
};

export type ChildOptions = {
  readonly core: number | null;
  /** Standard output is a log, not lines for us. */
  readonly quiet?: boolean;
};

let tasksetKnown: boolean | null = null;

export function canPin(): boolean {
  tasksetKnown ??= spawnSync("taskset", ["-c", "0", "true"]).status === 0;
  return tasksetKnown;
}

/** Starts a program in a process group of its own, so that stopping it stops what it started. */
export function startChild(command: readonly string[], options: ChildOptions): Child {
  const pinned = options.core === null ? command : ["taskset", "-c", String(options.core), ...command];
  const [program = "", ...rest] = pinned;
  const child = spawn(program, rest, {
    detached: true,
    stdio: ["pipe", options.quiet === true ? "ignore" : "pipe", "pipe"],
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  const written: string[] = [];
  child.stderr?.on("data", (bytes: Buffer) => {
    written.push(bytes.toString("utf8"));
    if (written.length > ERROR_PIECES_MAX) written.shift();
  });
  const errors = (): string => written.join("");
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  const lines =
    child.stdout === null ? null : createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid,
    process: child,
    async line() {
      const next = await lines?.next();
      if (next === undefined || next.done === true)
        throw new Error(`${command.join(" ")} ended: ${errors()}`);
      return next.value;
    },
    errors,
    async stop() {
      signalGroup(pid, "SIGTERM");
      const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), STOP_MS_MAX);
      await exited;
      clearTimeout(timer);
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}
