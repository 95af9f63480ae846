import { describe, expect, test } from "vitest";
import { AppError } from "../core/app-error.ts";
import type { Outcome } from "../core/outcome.ts";
import type { RequestRecord } from "../core/request-record.ts";
import { type LedgerPlace, type LedgerSetup, useLedger } from "./ledger-place-testing.ts";
import type { Ledger, RequestFilter, TrafficTotals } from "./ledger.ts";
import { exampleOutcome, exampleRecord, exampleUsage, fullRecord, requestId } from "./examples.ts";

const PARALLEL_APPENDS = 1_000;
const NOTHING: TrafficTotals = {
  requests: 0,
  attempts: 0,
  outcomes: 0,
  costNanoUsd: 0n,
  costUnknown: 0,
  energyMj: 0n,
  energyUnknown: 0,
};

/** What every ledger does, whatever database is under it. */
export function describeLedger(name: string, createPlace: () => Promise<LedgerPlace>): void {
  describe(`${name} ledger`, () => {
    const setup = useLedger(createPlace);
    describeAppends(setup);
    describeReads(setup);
    describeTotals(setup);
    describeOutcomes(setup);
    describeLife(setup);
    describeVerify(setup);

    test("several processes that start at once on an empty place all get a migrated ledger", async () => {
      const empty = await createPlace();
      const ledgers = await Promise.all(Array.from({ length: 4 }, () => empty.open()));
      await Promise.all(ledgers.map((ledger, index) => ledger.append(exampleRecord(index))));
      expect(await setup.ledger.list({ limit: 9 })).toHaveLength(0);
      expect(await ledgers[0]?.list({ limit: 9 })).toHaveLength(4);
      await Promise.all(ledgers.map((ledger) => ledger.close()));
      await empty.clear();
    });
  });
}

function describeAppends(setup: LedgerSetup): void {
  test("gives back every field of a request as it was", async () => {
    const record = fullRecord();
    await setup.ledger.append(record);
    expect(await setup.ledger.find(record.id)).toStrictEqual(record);
  });

  test("keeps unknown values null, never zero", async () => {
    const record = exampleRecord(1, { costNanoUsd: null, energyMj: null });
    const bare = { ...record, attempts: record.attempts.map((a) => ({ ...a, usage: null, cost: null })) };
    await setup.ledger.append(bare);
    expect(await setup.ledger.find(bare.id)).toStrictEqual(bare);
  });

  test("survives text that the database cannot store as it is", async () => {
    await setup.ledger.append(exampleRecord(1, { prompt: "a\0b", answer: "\uD800" }));
    const found = await setup.ledger.find(requestId(1));
    expect(found?.prompt).toMatch(/^a[\0\uFFFD]b$/);
  });

  test("records the same id once, whole, however often it is appended", async () => {
    const first = exampleRecord(1, { task: "first" });
    const other = { ...exampleRecord(1, { task: "other" }), attempts: [] };
    await Promise.all([setup.ledger.append(first), setup.ledger.append(other), setup.ledger.append(first)]);
    await setup.ledger.append(other);
    expect(await setup.ledger.list({ limit: 10 })).toStrictEqual([first]);
  });

  test("commits a thousand appends made at once, each exactly once", async () => {
    const records = Array.from({ length: PARALLEL_APPENDS }, (_, index) => exampleRecord(index));
    await Promise.all(records.map((record) => setup.ledger.append(record)));
    const exported = await Array.fromAsync(setup.ledger.export());
    expect(exported.map(({ id }) => id)).toStrictEqual(records.map(({ id }) => id));
    expect(await setup.ledger.verify()).toStrictEqual([]);
  });

  test("refuses only the record that cannot be stored among those written with it", async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a bug elsewhere could hand this over
    const impossible = { ...exampleRecord(1), keyId: null } as unknown as RequestRecord;
    const appends = await Promise.allSettled(
      [exampleRecord(0), impossible, exampleRecord(2)].map((record) => setup.ledger.append(record)),
    );
    expect(appends.map(({ status }) => status)).toStrictEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await setup.ledger.list({ limit: 10 })).map(({ id }) => id)).toStrictEqual([
      requestId(2),
      requestId(0),
    ]);
  });
}

function describeReads(setup: LedgerSetup): void {
  test("answers null for a request it does not have", async () => {
    expect(await setup.ledger.find("req_none")).toBeNull();
  });

  test("lists newest first, page by page, narrowed by expert, status and time", async () => {
    for (let index = 0; index < 6; index++) {
      await setup.ledger.append(
        exampleRecord(index, { expert: index % 2 ? "odd" : "even", status: index < 4 ? "ok" : "error" }),
      );
    }
    expect(await listedIds(setup.ledger, { limit: 2 })).toStrictEqual([requestId(5), requestId(4)]);
    expect(await listedIds(setup.ledger, { limit: 2, before: requestId(4) })).toStrictEqual([
      requestId(3),
      requestId(2),
    ]);
    expect(await listedIds(setup.ledger, { limit: 9, expert: "odd", status: "ok" })).toStrictEqual([
      requestId(3),
      requestId(1),
    ]);
    expect(await listedIds(setup.ledger, { limit: 9, sinceUs: exampleRecord(5).receivedUs })).toStrictEqual([
      requestId(5),
    ]);
    expect(await listedIds(setup.ledger, { limit: 0 })).toStrictEqual([]);
  });

  test("exports oldest first from a moment on", async () => {
    for (let index = 0; index < 4; index++) await setup.ledger.append(exampleRecord(index));
    const since = exampleRecord(2).receivedUs;
    const exported = await Array.fromAsync(setup.ledger.export({ sinceUs: since }));
    expect(exported.map(({ id }) => id)).toStrictEqual([requestId(2), requestId(3)]);
  });
}

function describeTotals(setup: LedgerSetup): void {
  test("sums money exactly beyond what a number holds, and says how many are unknown", async () => {
    const huge = Number.MAX_SAFE_INTEGER;
    for (let index = 0; index < 3; index++) {
      await setup.ledger.append(
        exampleRecord(index, { costNanoUsd: huge, energyMj: index === 0 ? null : 5 }),
      );
    }
    await setup.ledger.append(exampleRecord(3, { costNanoUsd: null, energyMj: 5, status: "error" }));
    await setup.ledger.appendOutcome(exampleOutcome(3));
    expect(await setup.ledger.totals()).toStrictEqual({
      requests: 4,
      attempts: 4,
      outcomes: 1,
      costNanoUsd: BigInt(huge) * 3n,
      costUnknown: 1,
      energyMj: 15n,
      energyUnknown: 1,
      shadow: NOTHING,
    });
    expect(await setup.ledger.totals({ status: "error" })).toStrictEqual({
      requests: 1,
      attempts: 1,
      outcomes: 1,
      costNanoUsd: 0n,
      costUnknown: 1,
      energyMj: 5n,
      energyUnknown: 0,
      shadow: NOTHING,
    });
  });

  test("totals of nothing are zero", async () => {
    expect(await setup.ledger.totals({ sinceUs: 1 })).toMatchObject({
      requests: 0,
      costNanoUsd: 0n,
      energyMj: 0n,
    });
  });
}

function describeOutcomes(setup: LedgerSetup): void {
  test("adds outcomes to a request, oldest first, and keeps earlier ones", async () => {
    await setup.ledger.append(exampleRecord(1));
    const late = exampleOutcome(1, { id: "out_2", correct: true, atUs: 20 });
    const early = exampleOutcome(1, { id: "out_1", correct: false, atUs: 10 });
    await setup.ledger.appendOutcome(late);
    await setup.ledger.appendOutcome(early);
    await setup.ledger.appendOutcome(early);
    expect((await setup.ledger.find(requestId(1)))?.outcomes).toStrictEqual([early, late]);
  });

  test("refuses an outcome of a request it does not have", async () => {
    await expect(setup.ledger.appendOutcome(exampleOutcome(9))).rejects.toThrow(
      expect.objectContaining({ code: "unknown_request" }),
    );
  });

  test("counts right and wrong outcomes per mixture, task and expert, and not the ungraded", async () => {
    const outcomes: Partial<Outcome>[] = [
      { correct: true, expert: "a", attempt: 0 },
      { correct: true, expert: "a", attempt: 1 },
      { correct: false, expert: "a", attempt: 2 },
      { correct: null, expert: "a", attempt: 3 },
      { correct: false, expert: "b", attempt: 4, task: null },
    ];
    await setup.ledger.append(exampleRecord(1));
    for (const [index, outcome] of outcomes.entries()) {
      await setup.ledger.appendOutcome(exampleOutcome(1, { id: `out_${index}`, ...outcome }));
    }
    const counts = await setup.ledger.outcomeCounts();
    expect(counts).toHaveLength(2);
    expect(counts).toContainEqual({ mixture: "auto", task: "math", expert: "a", right: 2, wrong: 1 });
    expect(counts).toContainEqual({ mixture: "auto", task: null, expert: "b", right: 0, wrong: 1 });
  });
}

function describeLife(setup: LedgerSetup): void {
  test("batched: an append resolves at once and is seen by the next read, and close commits the rest", async () => {
    const batched = await setup.place.open({ mode: "batched" });
    await batched.append(exampleRecord(1));
    expect(await batched.find(requestId(1))).toStrictEqual(exampleRecord(1));
    await batched.append(exampleRecord(2));
    await batched.close();
    expect(await setup.ledger.find(requestId(2))).toStrictEqual(exampleRecord(2));
  });

  test("batched: a lost record is told to the next append or to close", async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a bug elsewhere could hand this over
    const impossible = { ...exampleRecord(1), keyId: null } as unknown as RequestRecord;
    const batched = await setup.place.open({ mode: "batched" });
    await batched.append(impossible);
    await batched.list({ limit: 1 });
    await expect(batched.append(exampleRecord(2))).rejects.toThrow(AppError);
    await batched.append(impossible);
    await expect(batched.close()).rejects.toThrow(AppError);
  });

  test("two processes write and read the same ledger", async () => {
    const other = await setup.place.open();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 ? other : setup.ledger).append(exampleRecord(index)),
      ),
    );
    expect(await setup.ledger.list({ limit: 100 })).toHaveLength(40);
    expect(await other.verify()).toStrictEqual([]);
    await other.close();
  });

  test("refuses appends and reads after close", async () => {
    await setup.ledger.append(exampleRecord(1));
    await setup.ledger.close();
    await setup.ledger.close();
    await expect(setup.ledger.append(exampleRecord(2))).rejects.toThrow(
      expect.objectContaining({ code: "ledger_unavailable" }),
    );
    await expect(setup.ledger.list({ limit: 1 })).rejects.toThrow(
      expect.objectContaining({ code: "ledger_unavailable" }),
    );
  });
}

function describeVerify(setup: LedgerSetup): void {
  test("verify names parts that miss their total", async () => {
    const record = exampleRecord(1);
    const usage = { ...exampleUsage(), inputUncached: 7, outputVisible: 7 };
    await setup.ledger.append({ ...record, attempts: record.attempts.map((a) => ({ ...a, usage })) });
    expect(await setup.ledger.verify()).toStrictEqual([
      { requestId: requestId(1), problem: "an attempt's input parts do not sum to its input total" },
      { requestId: requestId(1), problem: "an attempt's output parts do not sum to its output total" },
    ]);
  });

  test("verify names a cost that is not the sum, or known although an attempt's is not, or unknown although all are", async () => {
    const record = exampleRecord(2);
    await setup.ledger.append(exampleRecord(1, { costNanoUsd: 1 }));
    await setup.ledger.append({ ...record, attempts: record.attempts.map((a) => ({ ...a, cost: null })) });
    await setup.ledger.append(exampleRecord(3, { costNanoUsd: null }));
    const problems = await setup.ledger.verify();
    expect(problems.map(({ requestId: id }) => id)).toStrictEqual([1, 2, 2, 3].map(requestId));
  });

  test("verify names a lost decision, a lost attempt, a shadow without its request", async () => {
    await setup.ledger.append(exampleRecord(1));
    await setup.ledger.append(exampleRecord(2));
    await setup.place.damage(`delete from decision where request_id = '${requestId(1)}'`);
    await setup.place.damage(`delete from attempt where request_id = '${requestId(2)}'`);
    await setup.ledger.append(exampleRecord(3, { shadowOf: requestId(9) }));
    const problems = (await setup.ledger.verify()).map(({ problem }) => problem);
    expect(problems).toContain("it ran beside a request that is not in the ledger");
    expect(problems).toContain("the request has no decision");
    expect(problems).toContain("the request was answered but has no attempt");
  });
}

async function listedIds(ledger: Ledger, filter: RequestFilter): Promise<readonly string[]> {
  return (await ledger.list(filter)).map(({ id }) => id);
}
