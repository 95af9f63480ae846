import { expect, test } from "vitest";
import { exampleCertificate } from "../../ledger/examples.ts";
import { openLedger } from "../../ledger/open.ts";
import type { ApiDeps } from "./api-route.ts";
import { listCertificates } from "./certificates.ts";

test("the events of a mixture are read once for all of its certificates", async () => {
  const ledger = await openLedger({ location: ":memory:" });
  for (const index of [1, 2, 3]) {
    const mixture = index === 3 ? "other" : "auto";
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await ledger.saveCertificate(exampleCertificate(index, { mixture }));
  }
  const asked: unknown[] = [];
  const events: typeof ledger.events = (filter) => {
    asked.push(filter.mixture);
    return ledger.events(filter);
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all this route touches
  const deps = { ledger: { ...ledger, events }, nowUs: () => 1 } as unknown as ApiDeps;
  const { data } = await listCertificates.handle(deps, {}, "key");
  expect(data.map(({ standing }) => standing)).toEqual(["valid", "valid", "valid"]);
  expect(new Set(asked)).toEqual(new Set(["auto", "other"]));
  expect(asked).toHaveLength(2);
  await ledger.close();
});
