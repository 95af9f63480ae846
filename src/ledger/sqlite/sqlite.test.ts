import { expect, test } from "vitest";
import { describeLedger } from "../conformance.ts";
import { exampleRecord } from "../examples.ts";
import { openLedger } from "../open.ts";
import { createSqlitePlace } from "./sqlite-place-testing.ts";

describeLedger("SQLite", createSqlitePlace);

test("a ledger in memory serves reads and writes from one thread", async () => {
  const ledger = await openLedger({ location: ":memory:" });
  await ledger.append(exampleRecord(1));
  expect(await ledger.list({ limit: 5 })).toStrictEqual([exampleRecord(1)]);
  expect(await ledger.verify()).toStrictEqual([]);
  await ledger.close();
});
