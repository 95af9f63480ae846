import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MESSAGES, post } from "./support/ask.ts";
import { startFaultyUpstream, type FaultyUpstream } from "./support/faulty-upstream.ts";
import { ANSWER } from "./support/provider-wire.ts";
import { seededDraws } from "../src/statistics/seeded-draws.ts";
import { startToque, type ToqueServer } from "./support/toque-server.ts";

const KILLS = 20;
const CLIENTS = 16;
/** From the first request to the kill: from a cold server that has just opened its file to one in full swing. */
const KILL_AFTER_MS_MIN = 20;
const KILL_AFTER_MS_MAX = 500;
const SEED = 20_261_123;
const TIMEOUT_MS = 120_000;

let upstream: FaultyUpstream;
let toque: ToqueServer;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const expert = (model: string) => ({ type: "openai-compatible", base_url: upstream.baseUrl, model });
  toque = await startToque({
    experts: { first: expert("ok"), second: expert("ok") },
    mixtures: { auto: { experts: ["first", "second"], policy: { type: "thompson" } } },
    prices: { first: { input: 1, output: 2 }, second: { input: 1, output: 2 } },
  });
});

afterAll(async () => {
  await toque.remove();
  await upstream.close();
});

/** Asks until the server is gone; adds the id of every request whose answer came to its end. */
async function askOnAndOn(complete: string[], stream: boolean): Promise<void> {
  for (;;) {
    const body = { model: "auto", messages: MESSAGES, stream, toque: CHECK };
    const response = await post(toque, JSON.stringify(body)).catch(() => null);
    if (response === null) return;
    const { text, ended } = await readSome(response);
    const told = stream ? text.includes("data: [DONE]") : ended && text.includes(JSON.stringify(ANSWER));
    if (told) complete.push(response.headers.get("x-toque-request-id") ?? "no id");
    if (!ended) return;
  }
}

const CHECK = { task: "arithmetic", check: { type: "numeric", expected: "42" } };

/** All that came, also when the connection broke: a client that saw `[DONE]` was told that it has the answer. */
async function readSome(response: Response): Promise<{ text: string; ended: boolean }> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const part of response.body ?? []) text += decoder.decode(part, { stream: true });
    return { text, ended: true };
  } catch {
    return { text, ended: false };
  }
}

test(
  `${KILLS} kills under load lose nothing that a client was told was complete`,
  async () => {
    const random = seededDraws(SEED);
    const complete: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      if (kill > 0) await toque.start();
      const clients = Array.from({ length: CLIENTS }, (_, index) => askOnAndOn(complete, index % 2 === 1));
      await sleep(KILL_AFTER_MS_MIN + random() * (KILL_AFTER_MS_MAX - KILL_AFTER_MS_MIN));
      await toque.kill9();
      await Promise.all(clients);
    }
    expect(complete.length).toBeGreaterThan(KILLS * CLIENTS);
    expect(new Set(complete).size).toBe(complete.length);
    await toque.start();
    const rows = readLedger(toque.ledgerPath);
    expect(rows.integrity).toEqual(["ok"]);
    expect(complete.filter((id) => rows.ok.get(id) !== 1)).toEqual([]);
    expect([...rows.ok.values()].filter((count) => count !== 1)).toEqual([]);
    expect(rows.parts).toEqual({
      requests: rows.ok.size,
      decisions: rows.ok.size,
      attempts: rows.ok.size,
      outcomes: rows.ok.size,
    });
  },
  TIMEOUT_MS,
);

/** Straight from the file, past our own reading code. */
function readLedger(path: string) {
  const file = new DatabaseSync(path, { readOnly: true });
  try {
    const integrity = file
      .prepare("PRAGMA integrity_check")
      .all()
      .map((row) => row["integrity_check"]);
    const ok = new Map<string, number>();
    for (const row of file.prepare("SELECT id FROM request WHERE status = 'ok'").all()) {
      const id = String(row["id"]);
      ok.set(id, (ok.get(id) ?? 0) + 1);
    }
    const count = (sql: string): number => Number(file.prepare(sql).get()?.["n"]);
    const ofOk = "request_id IN (SELECT id FROM request WHERE status = 'ok')";
    const parts = {
      requests: count("SELECT count(*) AS n FROM request WHERE status = 'ok'"),
      decisions: count(`SELECT count(*) AS n FROM decision WHERE ${ofOk}`),
      attempts: count(`SELECT count(*) AS n FROM attempt WHERE ${ofOk}`),
      outcomes: count(`SELECT count(*) AS n FROM outcome WHERE ${ofOk}`),
    };
    return { integrity, ok, parts };
  } finally {
    file.close();
  }
}
