import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { startChild, type Child } from "./child-process.ts";
import type { Cores } from "./cores.ts";
import { ANSWER_MARK } from "./fixed-answers.ts";
import type { LoadJob } from "./load-job.ts";
import { withDescendants } from "./process-cpu.ts";

const UPSTREAM = fileURLToPath(new URL("upstream.ts", import.meta.url));
const FLOOR_PROXY = fileURLToPath(new URL("floor-proxy.ts", import.meta.url));
const TOQUE = fileURLToPath(new URL("../../src/cli/toque.ts", import.meta.url));
const START_MS_MAX = 60_000;
const START_POLL_MS = 5;
const readySchema = z.object({ port: z.int() });

/** Something that answers chat completions: the upstream itself, or a gateway before it. */
export type Target = Pick<LoadJob, "port" | "path" | "headers" | "model"> & {
  readonly name: string;
  readonly pids: readonly number[];
  /** From starting the process to its first complete answer; `null` where it was not measured. */
  readonly startMs: number | null;
  stop(): Promise<void>;
};

export type UpstreamOptions = { readonly frames: number; readonly frameMs: number; readonly cores: Cores };

export async function startUpstream({ frames, frameMs, cores }: UpstreamOptions): Promise<Target> {
  const child = startChild([process.execPath, UPSTREAM, `--frames=${frames}`, `--frame-ms=${frameMs}`], {
    core: cores.upstream,
  });
  const { port } = readySchema.parse(JSON.parse(await child.line()));
  return targetOf("direct", child, { port, startMs: null });
}

export async function startFloor(upstreamPort: number, cores: Cores): Promise<Target> {
  const child = startChild([process.execPath, FLOOR_PROXY, `--upstream=http://127.0.0.1:${upstreamPort}`], {
    core: cores.server,
  });
  const { port } = readySchema.parse(JSON.parse(await child.line()));
  return targetOf("floor", child, { port, startMs: null });
}

/** Toque as it is used: its own command line, policy on, ledger on and strict, in a folder of its own. */
export async function startToque(upstreamPort: number, cores: Cores): Promise<Target> {
  const dir = mkdtempSync(join(tmpdir(), "toque-bench-"));
  const expert = {
    type: "openai-compatible",
    base_url: `http://127.0.0.1:${upstreamPort}/v1`,
    model: "fixed-model",
  };
  const config = {
    starter: false,
    vendors: false,
    ledger: { mode: "strict" },
    experts: { first: expert, second: expert },
    mixtures: { auto: { experts: ["first", "second"], policy: { type: "thompson" } } },
    prices: { first: { input: 1, output: 2 }, second: { input: 2, output: 4 } },
  };
  const configPath = join(dir, "toque.config.json");
  writeFileSync(configPath, JSON.stringify(config));
  const port = await freePort();
  const dataDir = join(dir, "data");
  const startedMs = performance.now();
  const child = startChild(
    [process.execPath, TOQUE, "serve"].concat([
      `--port=${port}`,
      `--data=${dataDir}`,
      `--config=${configPath}`,
    ]),
    { core: cores.server, quiet: true },
  );
  const headers = (): Record<string, string> => ({
    authorization: `Bearer ${readFileSync(join(dataDir, "admin-key"), "utf8").trim()}`,
  });
  await untilAnswers(child, { port, path: "/v1/chat/completions", model: "auto", headers });
  const target = targetOf("toque", child, {
    port,
    startMs: performance.now() - startedMs,
    headers: headers(),
  });
  return {
    ...target,
    async stop() {
      await target.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type RivalOptions = {
  readonly command: string;
  readonly headers: readonly string[];
  readonly path: string;
  readonly model: string;
  readonly cores: Cores;
};

/** Any other gateway; `{port}` and `{upstream}` (its base address, without /v1) are filled in. */
export async function startRival(upstreamPort: number, rival: RivalOptions): Promise<Target> {
  const port = await freePort();
  const filled = (text: string): string =>
    text.replaceAll("{port}", String(port)).replaceAll("{upstream}", `http://127.0.0.1:${upstreamPort}`);
  const child = startChild(["sh", "-c", `exec ${filled(rival.command)}`], {
    core: rival.cores.server,
    quiet: true,
  });
  const headers = Object.fromEntries(
    rival.headers.map((line) => [
      line.slice(0, line.indexOf(":")).trim(),
      filled(line.slice(line.indexOf(":") + 1).trim()),
    ]),
  );
  const at = { port, path: rival.path, model: rival.model };
  await untilAnswers(child, { ...at, headers: () => headers });
  return { ...targetOf("rival", child, { port, startMs: null, headers }), ...at };
}

type Started = {
  readonly port: number;
  readonly startMs: number | null;
  readonly headers?: Record<string, string>;
};

function targetOf(name: string, child: Child, started: Started): Target {
  return {
    name,
    path: "/v1/chat/completions",
    model: "auto",
    headers: {},
    ...started,
    pids: withDescendants([child.pid]),
    stop: () => child.stop(),
  };
}

type Probe = {
  readonly port: number;
  readonly path: string;
  readonly model: string;
  readonly headers: () => Record<string, string>;
};

/** Asks until a complete right answer comes: a port that listens says nothing about a gateway that works. */
async function untilAnswers(child: Child, { port, path, model, headers }: Probe): Promise<void> {
  const deadlineMs = performance.now() + START_MS_MAX;
  let last = "no answer";
  while (performance.now() < deadlineMs && child.process.exitCode === null) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers() },
        body: JSON.stringify({ model, messages: [{ role: "user", content: "Ready?" }] }),
      });
      last = `${response.status}: ${await response.text()}`;
      if (response.ok && last.includes(ANSWER_MARK)) return;
    } catch (error) {
      last = String(error);
    }
    await sleep(START_POLL_MS);
  }
  await child.stop();
  throw new Error(
    `${child.process.spawnargs.join(" ")} does not answer: ${last.slice(0, 500)} ${child.errors()}`,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return address.port;
}
