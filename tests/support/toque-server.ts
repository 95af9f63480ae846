import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RequestRecord } from "../../src/core/request-record.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openLedger } from "../../src/ledger/open.ts";
import { freePort } from "./listen.ts";

const PROGRAM = fileURLToPath(new URL("../../src/cli/toque.ts", import.meta.url));
const START_MS_MAX = 20_000;
const STOP_MS_MAX = 10_000;
const POLL_MS = 10;

/** A real server process on a folder of its own. */
export type ToqueServer = {
  readonly url: string;
  readonly ledgerPath: string;
  readonly adminKey: string;
  /** What it wrote so far, both streams. */
  log(): string;
  /** Everything recorded, oldest first, read while it runs or after it stopped. */
  records(): Promise<readonly RequestRecord[]>;
  record(requestId: string): Promise<RequestRecord>;
  /** What `toque ledger export` prints. */
  exported(): Promise<string>;
  /** Starts again on the same folder and port, after `stop` or `kill9`. */
  start(): Promise<void>;
  stop(): Promise<void>;
  kill9(): Promise<void>;
  /** Stops and deletes the folder. */
  remove(): Promise<void>;
};

/** Nothing but what the test says: no starter experts, no vendor's models, no environment but `secrets`. */
export async function startToque(
  config: ConfigInput,
  secrets: Readonly<Record<string, string>> = {},
): Promise<ToqueServer> {
  const dir = mkdtempSync(join(tmpdir(), "toque-test-"));
  const dataDir = join(dir, "data");
  const ledgerPath = join(dataDir, "ledger.db");
  const configPath = join(dir, "toque.config.json");
  writeFileSync(configPath, JSON.stringify({ starter: false, vendors: false, ...config }));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const output: string[] = [];
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    const args = ["serve", `--port=${port}`, `--data=${dataDir}`, `--config=${configPath}`];
    const started = spawn(process.execPath, [PROGRAM, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: secrets,
    });
    child = started;
    for (const stream of [started.stdout, started.stderr])
      stream.on("data", (bytes: Buffer) => output.push(bytes.toString("utf8")));
    await untilReady(url, started, () => output.join(""));
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child !== null) await endProcess(child, signal);
    child = null;
  };
  // Opening takes longer than most tests: one reader for all of them.
  let reader: Promise<Ledger> | null = null;
  const ledger = () => (reader ??= openLedger({ location: ledgerPath }));
  await start();
  return {
    url,
    ledgerPath,
    adminKey: readFileSync(join(dataDir, "admin-key"), "utf8").trim(),
    log: () => output.join(""),
    records: async () => Array.fromAsync((await ledger()).export()),
    record: async (requestId) => untilRecorded(requestId, await ledger()),
    async exported() {
      const args = [PROGRAM, "ledger", "export", `--data=${dataDir}`, `--config=${configPath}`];
      const { stdout } = await promisify(execFile)(process.execPath, args, { env: secrets });
      return stdout;
    },
    start,
    stop: () => end("SIGTERM"),
    kill9: () => end("SIGKILL"),
    async remove() {
      await end("SIGTERM");
      await (await reader)?.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const deadlineMs = performance.now() + START_MS_MAX;
  while (performance.now() < deadlineMs && child.exitCode === null) {
    const response = await fetch(`${url}/readyz`).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok === true) return;
    await sleep(POLL_MS);
  }
  await endProcess(child, "SIGKILL");
  throw new Error(`toque did not get ready:\n${log()}`);
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => {
    child.once("exit", resolve);
  });
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await exited;
  clearTimeout(timer);
}

/** A request that failed is recorded after its client was told: wait for the row, it has to come. */
async function untilRecorded(id: string, ledger: Ledger): Promise<RequestRecord> {
  const deadlineMs = performance.now() + START_MS_MAX;
  for (;;) {
    const found = await ledger.find(id);
    if (found !== null) return found;
    if (performance.now() > deadlineMs) throw new Error(`${id} is not in the ledger`);
    await sleep(POLL_MS);
  }
}
