import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleRecord } from "../../src/ledger/examples.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openLedger } from "../../src/ledger/open.ts";

// What one record costs: `node bench/ledger/run.ts`. A closed loop of callers, each
// waiting for its commit. CPU is counted, not time, so that a busy machine changes the rate but hardly the cost.

const RECORDS = 50_000;
const CALLERS = [1, 8, 64, 512];
const MODES = ["strict", "batched"] as const;

type Measured = {
  readonly mode: string;
  readonly callers: number;
  readonly recordsPerSecond: number;
  /** On the thread that serves requests. */
  readonly mainCpuUs: number;
  /** All threads, the SQLite worker's included. */
  readonly processCpuUs: number;
};

async function measure(ledger: Ledger, callers: number, offset: number): Promise<Omit<Measured, "mode">> {
  const records = Array.from({ length: RECORDS }, (_, index) => exampleRecord(offset + index));
  let next = 0;
  async function call(): Promise<void> {
    for (let record = records[next++]; record; record = records[next++]) {
      // oxlint-disable-next-line no-await-in-loop -- a caller waits for its own commit, as a request does
      await ledger.append(record);
    }
  }
  const [start, main, all] = [performance.now(), process.threadCpuUsage(), process.cpuUsage()];
  await Promise.all(Array.from({ length: callers }, call));
  const elapsedMs = performance.now() - start;
  const [mainUsed, allUsed] = [process.threadCpuUsage(main), process.cpuUsage(all)];
  return {
    callers,
    recordsPerSecond: Math.round((RECORDS / elapsedMs) * 1_000),
    mainCpuUs: perRecord(mainUsed),
    processCpuUs: perRecord(allUsed),
  };
}

function perRecord({ user, system }: { user: number; system: number }): number {
  return Math.round(((user + system) / RECORDS) * 10) / 10;
}

const folder = await mkdtemp(join(tmpdir(), "toque-bench-ledger-"));
const rows: Measured[] = [];
for (const mode of MODES) {
  const ledger = await openLedger({ location: join(folder, `${mode}.sqlite`), mode });
  for (const callers of CALLERS) {
    const offset = rows.length * RECORDS;
    rows.push({ mode, ...(await measure(ledger, callers, offset)) });
  }
  await ledger.close();
}
console.table(rows);
await rm(folder, { recursive: true });
