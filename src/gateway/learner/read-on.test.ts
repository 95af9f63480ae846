import { expect, test } from "vitest";
import type { VerifiedRow } from "../../core/verified-row.ts";
import type { VerifiedFilter } from "../../ledger/ledger.ts";
import { verifiedRow } from "./learner-testing.ts";
import { createReader } from "./read-on.ts";

const row = (request: number) => verifiedRow({ request, expert: "big", right: true });
const second = (seconds: number): number => seconds * 1e6;

/** Rows as the ledger gives them, of those committed so far. */
function ledgerOf(committed: VerifiedRow[]) {
  return {
    verified({ afterOutcomeId = "", sinceUs = 0, untilUs = Infinity, limit }: VerifiedFilter) {
      const found = committed
        .filter(({ outcome: { id, atUs } }) => id > afterOutcomeId && atUs >= sinceUs && atUs <= untilUs)
        .toSorted((left, right) => (left.outcome.id < right.outcome.id ? -1 : 1));
      return Promise.resolve(found.slice(0, limit));
    },
  };
}

const ids = (rows: readonly VerifiedRow[]) => rows.map(({ requestId }) => Number(requestId.split("_")[1]));

test("a verdict that is committed after later ones is read, and every verdict once", async () => {
  const committed = [row(100), row(102)];
  const read = createReader(ledgerOf(committed), 0);
  expect(ids((await read(second(103))).rows)).toEqual([100, 102]);
  committed.push(row(101), row(103));
  expect(ids((await read(second(104))).rows)).toEqual([101, 103]);
  expect((await read(second(105))).rows).toEqual([]);
  committed.push(row(200));
  expect(ids((await read(second(201))).rows)).toEqual([200]);
  expect((await read(second(300))).rows).toEqual([]);
});

test("more than a page is read page by page, and none twice", async () => {
  const committed = Array.from({ length: 4_500 }, (_, index) => row(index));
  // All of them in the last second.
  const close = committed.map((one) => ({ ...one, outcome: { ...one.outcome, atUs: second(1) } }));
  const read = createReader(ledgerOf(close), 0);
  const pages = [await read(second(2)), await read(second(2)), await read(second(2)), await read(second(2))];
  expect(pages.map(({ rows, more }) => [rows.length, more])).toEqual([
    [2_000, true],
    [2_000, true],
    [500, false],
    [0, true],
  ]);
});
