import { execFile, spawn, type ChildProcess } from "node:child_process";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { readEnvironment } from "../config/environment.ts";
import { runCommandLine } from "./toque.ts";

const PROGRAM = fileURLToPath(new URL("./toque.ts", import.meta.url));

export type Finished = { readonly code: number; readonly stdout: string; readonly stderr: string };

type Options = {
  readonly cwd: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Ends a spawned process with Ctrl-C once it has written something. */
  readonly interrupt?: boolean;
};

/** Only what the test says: no vendor's key of the developer's own environment. */
function environmentOf({ variables = {} }: Options): Record<string, string> {
  return { HOME: "/nonexistent", PATH: "/usr/bin:/bin", ...variables };
}

/** Runs one command line in this process, which is quicker: what it writes is kept instead of shown. */
export async function runToque(argv: readonly string[], options: Options): Promise<Finished> {
  let stdout = "";
  let stderr = "";
  const code = await runCommandLine(argv, {
    terminal: {
      print: (text) => void (stdout += `${text}\n`),
      write: async (text) => void (stdout += text),
      note: (text) => void (stderr += `${text}\n`),
      paint: (_style, text) => text,
      paintNote: (_style, text) => text,
      columns: 80,
      lively: false,
    },
    input: Readable.from([options.input ?? ""]),
    environment: readEnvironment(options.variables ?? {}),
    workingDir: options.cwd,
    nowMs: () => performance.timeOrigin + performance.now(),
  });
  return { code, stdout, stderr };
}

/** Runs one command line in a real process and waits for its end. */
export function spawnToque(argv: readonly string[], options: Options): Promise<Finished> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [PROGRAM, ...argv],
      { cwd: options.cwd, env: environmentOf(options), timeout: 30_000 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
    child.stdin?.end(options.input ?? "");
    if (options.interrupt === true) child.stdout?.once("data", () => child.kill("SIGINT"));
  });
}

export type Served = {
  readonly child: ChildProcess;
  /** The first line of `serve --json`. */
  readonly started: { readonly url: string; readonly admin_key: string | null };
  readonly ended: Promise<number | null>;
};

/** Starts `serve --json` on a free port and waits until it says that it listens. */
export function serveToque(argv: readonly string[], options: Options): Promise<Served> {
  const child = spawn(process.execPath, [PROGRAM, "serve", "--port", "0", "--json", ...argv], {
    cwd: options.cwd,
    env: environmentOf(options),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
  });
  return new Promise((resolve, reject) => {
    let output = "";
    let errors = "";
    child.stderr.on("data", (data) => (errors += String(data)));
    child.stdout.on("data", (data) => {
      output += String(data);
      const end = output.indexOf("\n");
      if (end !== -1) resolve({ child, started: JSON.parse(output.slice(0, end)), ended });
    });
    void ended.then((code) => reject(new Error(`serve ended with ${code}: ${errors}`)));
  });
}
