import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Certificate } from "../core/certificate.ts";
import { exampleOutcome, requestId } from "../ledger/examples.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { openLedger } from "../ledger/open.ts";
import { certifiedLedger } from "./certified-ledger-testing.ts";
import { verifyFromLedger } from "./verify-from-ledger.ts";

let keyFolder: string;
let ledger: Ledger;
let certificate: Certificate;
beforeEach(async () => {
  keyFolder = mkdtempSync(join(tmpdir(), "toque-verify-"));
  ledger = await openLedger({ location: ":memory:" });
  certificate = await certifiedLedger(ledger, keyFolder);
});
afterEach(async () => {
  await ledger.close();
  rmSync(keyFolder, { recursive: true });
});

async function differing(given: Certificate): Promise<readonly string[]> {
  return (await verifyFromLedger({ ledger, keyFolder }, given)).discrepancies.map(({ field }) => field);
}

test("a certificate is computed again from the ledger alone, also after later verdicts on the same requests", async () => {
  const valid = { pairs: certificate.pairs, signedHere: true, discrepancies: [] };
  expect(certificate.pairs).toBeGreaterThan(50);
  expect(await verifyFromLedger({ ledger, keyFolder }, certificate)).toStrictEqual(valid);
  const later = { id: "out_later", correct: false, expert: "big", atUs: certificate.issuedUs + 1 };
  await ledger.appendOutcome(exampleOutcome(1, later));
  expect(await verifyFromLedger({ ledger, keyFolder }, certificate)).toStrictEqual(valid);
});

test("a number that was changed is named, and so is the signature", async () => {
  expect(await differing({ ...certificate, difference: 0.5 })).toStrictEqual(["signature", "difference"]);
});

test("a certificate that names another reference than its policy was measured against does not hold", async () => {
  expect(await differing({ ...certificate, reference: "small" })).toStrictEqual(["signature", "reference"]);
});

test("a row that was changed behind it is found", async () => {
  const wrong = { id: "out_999999", correct: false, expert: "big", atUs: certificate.issuedUs - 1 };
  await ledger.appendOutcome(exampleOutcome(1, wrong));
  expect(await ledger.find(requestId(1))).toMatchObject({ outcomes: [{}, {}] });
  expect(await differing(certificate)).toEqual(expect.arrayContaining(["pairs", "rows.digest"]));
});

test("another's signature and a policy that the ledger does not have are named", async () => {
  const elsewhere = await openLedger({ location: ":memory:" });
  const foreign = await certifiedLedger(elsewhere, null);
  expect(await differing(foreign)).toStrictEqual(["signature.publicKey"]);
  const withoutKey = await verifyFromLedger(
    { ledger: elsewhere, keyFolder: join(keyFolder, "none") },
    foreign,
  );
  expect(withoutKey).toMatchObject({ signedHere: false, discrepancies: [] });
  const verdict = await verifyFromLedger({ ledger, keyFolder }, { ...certificate, policyVersion: "9" });
  expect(verdict.pairs).toBeNull();
  expect(verdict.discrepancies.map(({ field }) => field)).toStrictEqual(["signature", "policy"]);
  await elsewhere.close();
});
