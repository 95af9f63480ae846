import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { AppError } from "../core/app-error.ts";
import type { LedgerEntry } from "./entry.ts";
import { exampleRecord } from "./examples.ts";
import {
  createGroupCommit,
  GROUP_ENTRIES_MAX,
  type GroupWrite,
  QUEUE_CHARS_MAX,
  QUEUE_ENTRIES_MAX,
} from "./group-commit.ts";

const entry: LedgerEntry = { type: "request", record: exampleRecord(1) };

/** A database that commits when told to. */
function manualWrite() {
  const sizes: number[] = [];
  const commits: (() => void)[] = [];
  const write: GroupWrite = (entries) => {
    sizes.push(entries.length);
    const { promise, resolve } = Promise.withResolvers<readonly []>();
    commits.push(() => resolve([]));
    return promise;
  };
  async function commitAll(): Promise<void> {
    while (commits.length > 0) {
      commits.splice(0).forEach((commit) => commit());
      await sleep(1);
    }
  }
  return { write, sizes, commitAll };
}

function appendMany(groups: ReturnType<typeof createGroupCommit>, count: number): Promise<void>[] {
  return Array.from({ length: count }, () => groups.append(entry));
}

const unavailable = expect.objectContaining({ code: "ledger_unavailable" });

describe("group commit", () => {
  test("what arrives while a group is written shares the next commit", async () => {
    const { write, sizes, commitAll } = manualWrite();
    const groups = createGroupCommit(write, "strict");
    const first = groups.append(entry);
    await sleep(1);
    const rest = appendMany(groups, 50);
    await sleep(1);
    expect(sizes).toStrictEqual([1]);
    await commitAll();
    await Promise.all([first, ...rest]);
    expect(sizes).toStrictEqual([1, 50]);
  });

  test("a strict append is not resolved before its commit", async () => {
    const { write, commitAll } = manualWrite();
    let resolved = false;
    const append = createGroupCommit(write, "strict")
      .append(entry)
      .finally(() => {
        resolved = true;
      });
    await sleep(5);
    expect(resolved).toBe(false);
    await commitAll();
    await append;
  });

  test("groups have a largest size", async () => {
    const { write, sizes, commitAll } = manualWrite();
    const appends = appendMany(createGroupCommit(write, "strict"), GROUP_ENTRIES_MAX * 2 + 5);
    await commitAll();
    await Promise.all(appends);
    expect(sizes).toStrictEqual([GROUP_ENTRIES_MAX, GROUP_ENTRIES_MAX, 5]);
  });
});

describe("limits and failures of group commit", () => {
  test("a database that hangs fills the queue; then appends are refused, and accepted again when it recovers", async () => {
    const { write, commitAll } = manualWrite();
    const groups = createGroupCommit(write, "strict");
    const appends = appendMany(groups, QUEUE_ENTRIES_MAX + GROUP_ENTRIES_MAX);
    await expect(groups.append(entry)).rejects.toThrow(unavailable);
    await commitAll();
    await Promise.all(appends);
    const later = groups.append(entry);
    await sleep(1);
    await commitAll();
    await later;
  });

  test("stored texts count against the queue by their size", async () => {
    const { write, commitAll } = manualWrite();
    const groups = createGroupCommit(write, "strict");
    const huge: LedgerEntry = {
      type: "request",
      record: exampleRecord(1, { prompt: "x".repeat(QUEUE_CHARS_MAX / 2) }),
    };
    const appends = [groups.append(huge), groups.append(entry)];
    await expect(groups.append(huge)).rejects.toThrow(unavailable);
    await commitAll();
    await sleep(1);
    await commitAll();
    await Promise.all(appends);
  });

  test("batched appends resolve before their commit until thousands wait, then they wait as well", async () => {
    const { write, commitAll } = manualWrite();
    const groups = createGroupCommit(write, "batched");
    let resolved = 0;
    const appends = appendMany(groups, 10_000).map((append) => append.then(() => resolved++));
    await sleep(1);
    expect(resolved).toBeGreaterThan(4_000);
    expect(resolved).toBeLessThan(10_000);
    const flushed = groups.flush();
    await commitAll();
    await Promise.all([flushed, ...appends]);
    expect(resolved).toBe(10_000);
  });

  test("a batched append is written within 50 ms without anybody asking", async () => {
    const { write, sizes } = manualWrite();
    await createGroupCommit(write, "batched").append(entry);
    await sleep(50);
    expect(sizes).toStrictEqual([1]);
  });

  test("a failed commit rejects every append of its group, and the next group is tried", async () => {
    let fails = true;
    const groups = createGroupCommit(async () => {
      if (fails) throw new Error("disk on fire");
      return [];
    }, "strict");
    const settled = await Promise.allSettled(appendMany(groups, 2));
    expect(settled).toStrictEqual([
      { status: "rejected", reason: expect.any(AppError) },
      { status: "rejected", reason: unavailable },
    ]);
    fails = false;
    await groups.append(entry);
  });
});
