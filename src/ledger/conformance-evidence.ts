import { describe, expect, test } from "vitest";
import type { Outcome } from "../core/outcome.ts";
import type { VerifiedRow } from "../core/verified-row.ts";
import {
  exampleAttempt,
  exampleEvent,
  exampleOutcome,
  exampleRecord,
  fullRecord,
  requestId,
} from "./examples.ts";
import type { Ledger, VerifiedFilter } from "./ledger.ts";
import { type LedgerPlace, type LedgerSetup, useLedger } from "./ledger-place-testing.ts";

const LOAD_APPENDS = 1_500;
const LOAD_PAGE = 200;

/** What a learner and a dashboard read from every ledger. */
export function describeEvidence(name: string, createPlace: () => Promise<LedgerPlace>): void {
  describe(`${name} ledger, evidence`, () => {
    const setup = useLedger(createPlace);
    describeShadows(setup);
    describeVerifiedRows(setup);
    describeSecondReader(setup);
  });
}

function describeShadows(setup: LedgerSetup): void {
  test("shadow runs are not among what clients asked unless they are asked for", async () => {
    await setup.ledger.append(exampleRecord(1));
    await setup.ledger.append(exampleRecord(2, { shadowOf: requestId(1) }));
    const listed = async (filter: object) =>
      (await setup.ledger.list({ limit: 9, ...filter })).map(({ id }) => id);
    expect(await listed({})).toStrictEqual([requestId(1)]);
    expect(await listed({ shadows: true })).toStrictEqual([requestId(2), requestId(1)]);
    expect(await listed({ shadowOf: requestId(1) })).toStrictEqual([requestId(2)]);
    expect(await Array.fromAsync(setup.ledger.export())).toHaveLength(2);
  });

  test("totals say what shadow runs cost beside what clients' requests cost, of all or of one mixture", async () => {
    await setup.ledger.append(exampleRecord(1, { costNanoUsd: 5, energyMj: 1 }));
    await setup.ledger.append(exampleRecord(2, { costNanoUsd: 7, shadowOf: requestId(1) }));
    await setup.ledger.append(exampleRecord(3, { costNanoUsd: null, shadowOf: requestId(1) }));
    await setup.ledger.appendOutcome(exampleOutcome(2));
    const client = { requests: 1, attempts: 1, outcomes: 0, costNanoUsd: 5n, costUnknown: 0, energyMj: 1n };
    const shadow = { requests: 2, attempts: 2, outcomes: 1, costNanoUsd: 7n, costUnknown: 1 };
    expect(await setup.ledger.totals()).toMatchObject({ ...client, shadow });
    expect(await setup.ledger.totals({ mixture: "auto" })).toMatchObject({ ...client, shadow });
    expect(await setup.ledger.totals({ mixture: "other" })).toMatchObject({
      requests: 0,
      shadow: { requests: 0 },
    });
  });

  test("lists the requests of one mixture", async () => {
    const pinned = exampleRecord(2);
    await setup.ledger.append(exampleRecord(1));
    await setup.ledger.append({ ...pinned, decision: { ...pinned.decision, mixture: null } });
    expect(await setup.ledger.list({ limit: 9, mixture: "auto" })).toMatchObject([{ id: requestId(1) }]);
  });

  test("says of each expert how it answered, what was verified and what is unknown", async () => {
    const failed = exampleAttempt({ status: "error", cost: null, usage: null });
    const second = exampleAttempt({ attempt: 1, expert: "glm", cost: null, totalUs: 400 });
    await setup.ledger.append(exampleRecord(1, { attempts: [failed, second] }));
    await setup.ledger.append(exampleRecord(2, { shadowOf: requestId(1) }));
    await appendOutcomes(setup.ledger, [
      { attempt: 1, expert: "glm", correct: false },
      { attempt: 1, expert: "glm", correct: true },
      { requestId: requestId(2), correct: null },
    ]);
    const records = await setup.ledger.expertRecords({ mixture: "auto", sinceUs: 1 });
    expect(records.toSorted((left, right) => (left.expert < right.expert ? -1 : 1))).toStrictEqual([
      expertRecord("glm", { right: 1, energyKnown: 0, totalUs: 400n }),
      expertRecord("gpt-mini", {
        attempts: 2,
        untold: 1,
        costNanoUsd: 123_456n,
        costKnown: 1,
        totalUs: 1_500n,
      }),
    ]);
    expect(await setup.ledger.expertRecords()).toHaveLength(2);
    expect(await setup.ledger.expertRecords({ mixture: "other" })).toStrictEqual([]);
  });
}

function expertRecord(expert: string, changes: object) {
  return {
    mixture: "auto",
    expert,
    attempts: 1,
    answered: 1,
    right: 0,
    wrong: 0,
    untold: 0,
    costNanoUsd: 0n,
    costKnown: 0,
    energyMj: 0n,
    energyKnown: 0,
    totalUs: 0n,
    ...changes,
  };
}

function describeVerifiedRows(setup: LedgerSetup): void {
  test("a verified row holds the outcome with all the learner needs of its request and attempt", async () => {
    const record = fullRecord();
    await setup.ledger.append(record);
    const [graded, whole] = await readAll(setup.ledger);
    expect(graded).toStrictEqual({
      outcome: record.outcomes[0],
      requestId: record.id,
      receivedUs: record.receivedUs,
      shadowOf: record.shadowOf,
      task: record.task,
      keyId: record.keyId,
      features: record.features,
      decision: record.decision,
      attempt: attemptPart(record.attempts[0]),
    });
    // Feedback on the answer as a whole is about the attempt that gave it.
    expect(whole).toMatchObject({ outcome: { attempt: null }, attempt: attemptPart(record.attempts[1]) });
  });

  test("a verdict on an answer that no attempt of that expert gave has no attempt", async () => {
    await setup.ledger.append(exampleRecord(1));
    await appendOutcomes(setup.ledger, [{ attempt: null, expert: "nobody" }]);
    expect(await readAll(setup.ledger)).toMatchObject([{ attempt: null }]);
  });

  test("pages through evidence in the order of outcome ids, from a moment on and of one mixture", async () => {
    for (let index = 0; index < 5; index++) {
      const record = exampleRecord(index);
      const mixture = index === 3 ? "other" : "auto";
      await setup.ledger.append({ ...record, decision: { ...record.decision, mixture } });
    }
    for (let index = 4; index >= 0; index--) {
      await setup.ledger.appendOutcome(exampleOutcome(index, { id: `out_${index}`, atUs: 10 * index }));
    }
    expect(await verifiedIds(setup.ledger, { limit: 2 })).toStrictEqual(["out_0", "out_1"]);
    expect(await verifiedIds(setup.ledger, { limit: 2, afterOutcomeId: "out_1" })).toStrictEqual([
      "out_2",
      "out_3",
    ]);
    expect(await verifiedIds(setup.ledger, { afterOutcomeId: "out_4" })).toStrictEqual([]);
    expect(await verifiedIds(setup.ledger, { sinceUs: 20, mixture: "auto" })).toStrictEqual([
      "out_2",
      "out_4",
    ]);
    expect(await verifiedIds(setup.ledger, { untilUs: 10 })).toStrictEqual(["out_0", "out_1"]);
  });

  test("feedback that is repeated teaches once, with its last word, and what was read before can be read again", async () => {
    await setup.ledger.append(exampleRecord(1));
    await appendOutcomes(setup.ledger, [
      { source: "check", attempt: 0, correct: true },
      { source: "feedback", attempt: null, correct: true, atUs: 10 },
      { source: "feedback", attempt: null, correct: true, atUs: 20 },
      { source: "feedback", attempt: null, correct: false, atUs: 30 },
    ]);
    expect(await verifiedIds(setup.ledger)).toStrictEqual(["out_0", "out_3"]);
    expect(await verifiedIds(setup.ledger, { sinceUs: 1, untilUs: 20 })).toStrictEqual(["out_2"]);
    expect(await setup.ledger.outcomeCounts()).toStrictEqual([
      { mixture: "auto", task: "math", expert: "gpt-mini", right: 1, wrong: 1 },
    ]);
  });
}

function describeSecondReader(setup: LedgerSetup): void {
  test("a second reader reads whole rows, in order, while the first one commits without pause", async () => {
    const reader = await setup.place.open({ readOnly: true });
    let writing = true;
    const writer = appendWithOutcomes(setup.ledger).finally(() => {
      writing = false;
    });
    let after = "";
    let read = 0;
    let pages = 0;
    for (let last = false; !last;) {
      last = !writing;
      const page = await reader.verified({ afterOutcomeId: after, limit: LOAD_PAGE });
      for (const row of page) {
        expect(row.outcome.id > after).toBe(true);
        expect(row.attempt).not.toBeNull();
        after = row.outcome.id;
      }
      read += page.length;
      pages += 1;
      if (page.length === LOAD_PAGE) last = false;
    }
    await writer;
    expect(read).toBe(LOAD_APPENDS);
    expect(pages).toBeGreaterThan(LOAD_APPENDS / LOAD_PAGE);
    await reader.close();
  });

  test("a ledger opened for reading refuses to write", async () => {
    const reader = await setup.place.open({ readOnly: true });
    const refused = expect.objectContaining({ message: "The ledger is open for reading only." });
    await expect(reader.append(exampleRecord(1))).rejects.toThrow(refused);
    await expect(reader.appendEvent(exampleEvent(1))).rejects.toThrow(refused);
    expect(await reader.list({ limit: 1 })).toStrictEqual([]);
    await reader.close();
  });
}

/** In order: a client waits for its answer, so its row is there before the next one's. */
async function appendWithOutcomes(ledger: Ledger): Promise<void> {
  for (let index = 0; index < LOAD_APPENDS; index++) {
    const id = `out_${String(index).padStart(6, "0")}`;
    await ledger.append(exampleRecord(index, { outcomes: [exampleOutcome(index, { id })] }));
  }
}

async function verifiedIds(ledger: Ledger, filter: Partial<VerifiedFilter> = {}): Promise<readonly string[]> {
  return (await ledger.verified({ limit: 9, ...filter })).map(({ outcome }) => outcome.id);
}

function readAll(ledger: Ledger): Promise<readonly VerifiedRow[]> {
  return ledger.verified({ limit: 1_000 });
}

async function appendOutcomes(ledger: Ledger, outcomes: readonly Partial<Outcome>[]): Promise<void> {
  for (const [index, outcome] of outcomes.entries()) {
    await ledger.appendOutcome(exampleOutcome(1, { id: `out_${index}`, atUs: 0, ...outcome }));
  }
}

function attemptPart(attempt: ReturnType<typeof exampleAttempt> | undefined): VerifiedRow["attempt"] {
  if (attempt === undefined) return null;
  return {
    expert: attempt.expert,
    answerKey: attempt.answerKey,
    costNanoUsd: attempt.cost?.nanoUsd ?? null,
    energyMj: attempt.energy?.millijoules ?? null,
    totalUs: attempt.totalUs,
    priceVersion: attempt.cost?.priceVersion ?? null,
    priceDate: attempt.cost?.priceDate ?? null,
  };
}
