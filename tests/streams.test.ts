import { afterAll, beforeAll, expect, test } from "vitest";
import { startLoadDriver, type LoadDriver } from "../bench/gateway/load-driver.ts";
import { startUpstream, type Target } from "../bench/gateway/targets.ts";
import { startToque, type ToqueServer } from "./support/toque-server.ts";

const ANYWHERE = { server: null, upstream: null, client: null };
const FRAMES = 32;
const CONNECTIONS = 256;
const TIMEOUT_MS = 60_000;

let upstream: Target;
let driver: LoadDriver;
let toque: ToqueServer;

beforeAll(async () => {
  upstream = await startUpstream({ frames: FRAMES, frameMs: 20, cores: ANYWHERE });
  driver = startLoadDriver(null);
  const expert = {
    type: "openai-compatible",
    base_url: `http://127.0.0.1:${upstream.port}/v1`,
    model: "fixed-model",
  };
  toque = await startToque({
    experts: { first: expert, second: expert },
    mixtures: { auto: { experts: ["first", "second"], policy: { type: "thompson" } } },
  });
});

afterAll(async () => {
  await Promise.all([toque.remove(), driver.stop(), upstream.stop()]);
});

/** The gateway benchmark's own load client, which counts every frame. */
function load(body: "small" | "150kB" | "stream", connections: number) {
  return driver.run({
    port: Number(new URL(toque.url).port),
    path: "/v1/chat/completions",
    headers: { authorization: `Bearer ${toque.adminKey}` },
    model: "auto",
    body,
    frames: FRAMES,
    connections,
    warmMs: 0,
    measureMs: 1_500,
    meter: { server: [], upstream: [] },
  });
}

test(
  `${CONNECTIONS} streams at once lose no frame, and each is on record once`,
  async () => {
    const before = (await toque.records()).length;
    const result = await load("stream", CONNECTIONS);
    expect(result).toMatchObject({ streamsLost: 0, failures: 0, firstFailure: null });
    expect(result.streams).toBeGreaterThanOrEqual(CONNECTIONS);
    const records = (await toque.records()).slice(before);
    expect(records.filter((record) => record.status === "ok")).toHaveLength(result.answers);
    expect(new Set(records.map((record) => record.id)).size).toBe(result.answers);
  },
  TIMEOUT_MS,
);

test(
  "small and large bodies on many connections are all answered, and each is on record once",
  async () => {
    for (const body of ["small", "150kB"] as const) {
      const before = (await toque.records()).length;
      const result = await load(body, 64);
      expect(result).toMatchObject({ failures: 0, firstFailure: null });
      const records = (await toque.records()).slice(before);
      expect(records.filter((record) => record.status === "ok")).toHaveLength(result.answers);
      expect(records.every((record) => record.attempts[0]?.usage?.outputTotal === 17)).toBe(true);
    }
  },
  TIMEOUT_MS,
);
