import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { openLedger } from "../open.ts";

const ROUNDS = 4;
const ACKNOWLEDGED_BEFORE_KILL = 400;
const ROUND_IDS = 1_000_000;

/** Appends without pause and prints each id once its append has resolved, until it is killed. */
const WRITER = `
  import { writeSync } from "node:fs";
  const { openLedger } = await import(${JSON.stringify(new URL("../open.ts", import.meta.url).href)});
  const { exampleRecord } = await import(${JSON.stringify(new URL("../examples.ts", import.meta.url).href)});
  const [location, first] = process.argv.slice(1);
  const ledger = await openLedger({ location });
  let index = Number(first);
  async function append() {
    while (true) {
      const record = exampleRecord(index++);
      await ledger.append(record);
      writeSync(1, record.id + "\\n");
    }
  }
  await Promise.all(Array.from({ length: 16 }, append));
`;

test("kill -9 mid-append, again and again: every acknowledged record is there once and the file is sound", async () => {
  const folder = await mkdtemp(join(tmpdir(), "toque-crash-"));
  const location = join(folder, "ledger.sqlite");
  const acknowledged = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const first = String(round * ROUND_IDS);
    const child = spawn(execPath, ["--input-type=module", "-e", WRITER, location, first], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    const before = acknowledged.size;
    for await (const id of createInterface({ input: child.stdout })) {
      acknowledged.add(id);
      if (acknowledged.size - before === ACKNOWLEDGED_BEFORE_KILL + round * 37) child.kill("SIGKILL");
    }
    expect(await exited).toStrictEqual([null, "SIGKILL"]);

    const ledger = await openLedger({ location });
    expect(await ledger.verify()).toStrictEqual([]);
    const ids: string[] = [];
    for await (const { id } of ledger.export()) ids.push(id);
    const recorded = new Set(ids);
    expect(recorded.size).toBe(ids.length);
    expect([...acknowledged].filter((id) => !recorded.has(id))).toStrictEqual([]);
    await ledger.close();
  }
  await rm(folder, { recursive: true });
}, 60_000);
