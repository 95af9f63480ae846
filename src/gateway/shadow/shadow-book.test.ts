import { expect, test } from "vitest";
import type { LedgerTotals } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";
import { fixed } from "../../router/policies/fixed.ts";
import { scriptedExpert } from "../gateway-testing.ts";
import { routed } from "../mixture.ts";
import { openBook, restoreBook } from "./shadow-book.ts";

const plan = { share: 1, probesPerFamily: 0, usdPerDay: 0.001, unpricedCallsPerDay: 2, inFlightMax: 1 };

/** After a day on which two shadow runs ended without a known cost; each of 1,000 tokens would have cost 0.0004 dollars. */
async function restored(hasPrice: boolean) {
  const names = ["a", "b"];
  const book = openBook(
    routed({ name: "auto", experts: names, policy: fixed.open({}, { name: "auto", experts: names }) }),
    plan,
  );
  const real = await openLedger({ location: ":memory:" });
  const none = await real.totals();
  const shadow = { ...none.shadow, requests: 2, costUnknown: 2 };
  await restoreBook(book, {
    ledger: { ...real, totals: async (): Promise<LedgerTotals> => ({ ...none, shadow }) },
    nowUs: () => 0,
    experts: { find: (name) => scriptedExpert(name, []), list: () => [] },
    costOf: (_, usage) =>
      hasPrice
        ? { nanoUsd: usage.outputTotal * 400, priceVersion: "1", priceDate: null, estimated: true }
        : null,
  });
  await real.close();
  return book.budget;
}

test("after a restart a cost that stayed unknown is money where all experts have a price, a call where not", async () => {
  const priced = await restored(true);
  expect(priced.reserve([200_000, null, null], 0)).toBe(true);
  expect(priced.reserve([1], 0)).toBe(false);
  const unpriced = await restored(false);
  expect(unpriced.reserve([1_000_000], 0)).toBe(true);
  expect(unpriced.reserve([null], 0)).toBe(false);
});
