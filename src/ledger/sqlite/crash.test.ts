import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openLedger } from "../open.ts";

const ROUNDS = 4;
const ROUND_IDS = 1_000_000;
const ACKNOWLEDGED_BYTES_BEFORE_KILL = 10_000;

/** Appends without pause and writes down each id once its append has resolved, until it is killed. */
const WRITER = `
  import { openSync, writeSync } from "node:fs";
  const { openLedger } = await import(${JSON.stringify(new URL("../open.ts", import.meta.url).href)});
  const { exampleEvent, examplePolicy, exampleRecord } = await import(${JSON.stringify(new URL("../examples.ts", import.meta.url).href)});
  const [location, acknowledged, first] = process.argv.slice(1);
  const file = openSync(acknowledged, "a");
  const ledger = await openLedger({ location });
  let index = Number(first);
  async function append() {
    while (true) {
      const record = exampleRecord(index++);
      await ledger.append(record);
      writeSync(file, record.id + "\\n");
      if (index % 40 > 0) continue;
      const { version, digest } = await ledger.savePolicy(examplePolicy({ index }));
      writeSync(file, digest + "\\n");
      const event = exampleEvent(index, { policyVersion: version });
      await ledger.appendEvent(event);
      writeSync(file, event.id + "\\n");
    }
  }
  await Promise.all(Array.from({ length: 16 }, append));
`;

test("kill -9 mid-append, again and again: every acknowledged record, policy and event is there once and the file is sound", async () => {
  const folder = await mkdtemp(join(tmpdir(), "toque-crash-"));
  const location = join(folder, "ledger.sqlite");
  const acknowledged = join(folder, "acknowledged");
  await writeFile(acknowledged, "");
  for (let round = 0; round < ROUNDS; round++) {
    const first = String(round * ROUND_IDS);
    const options = ["--input-type=module", "-e", WRITER, location, acknowledged, first];
    const child = spawn(execPath, options, { stdio: ["ignore", "ignore", "inherit"] });
    const exited = once(child, "exit");
    const { size: before } = await stat(acknowledged);
    while (
      child.exitCode === null &&
      (await stat(acknowledged)).size < before + ACKNOWLEDGED_BYTES_BEFORE_KILL
    ) {
      await sleep(5);
    }
    child.kill("SIGKILL");
    expect(await exited).toStrictEqual([null, "SIGKILL"]);

    const ledger = await openLedger({ location });
    expect(await ledger.verify()).toStrictEqual([]);
    const ids: string[] = [];
    for await (const { id } of ledger.export()) ids.push(id);
    ids.push(...(await ledger.policies("auto")).map(({ digest }) => digest));
    ids.push(...(await ledger.events({ limit: 1_000 })).map(({ id }) => id));
    const recorded = new Set(ids);
    expect(recorded.size).toBe(ids.length);
    const told = (await readFile(acknowledged, "utf8")).split("\n").slice(0, -1);
    expect(told.length).toBeGreaterThan(round * 100);
    expect(told.some((id) => id.startsWith("evt_"))).toBe(true);
    expect(told.filter((id) => !recorded.has(id))).toStrictEqual([]);
    await ledger.close();
  }
  await rm(folder, { recursive: true });
}, 60_000);
