import { describe, expect, test } from "vitest";
import { exampleCertificate, exampleEvent, examplePolicy, exampleRecord, requestId } from "./examples.ts";
import { type LedgerPlace, type LedgerSetup, useLedger } from "./ledger-place-testing.ts";

/** What every ledger keeps of what was learnt. */
export function describeLearnt(name: string, createPlace: () => Promise<LedgerPlace>): void {
  describe(`${name} ledger, policies, certificates, events`, () => {
    const setup = useLedger(createPlace);
    describePolicies(setup);
    describeEvents(setup);
  });
}

function describePolicies(setup: LedgerSetup): void {
  test("policies get versions that count up per mixture, and the same policy keeps the one it has", async () => {
    const first = await setup.ledger.savePolicy(examplePolicy({ weights: [1] }));
    const other = await setup.ledger.savePolicy(examplePolicy({ weights: [1] }, "other"));
    const second = await setup.ledger.savePolicy(examplePolicy({ weights: [2] }));
    const again = await setup.ledger.savePolicy({ ...examplePolicy({ weights: [1] }), origin: "a file" });
    expect([first, other, second, again].map(({ version }) => version)).toStrictEqual(["1", "1", "2", "1"]);
    expect(again).toStrictEqual(first);
    expect(await setup.ledger.policies("auto")).toMatchObject([{ version: "2" }, { version: "1" }]);
    expect((await setup.ledger.policies("auto"))[0]).not.toHaveProperty("body");
    expect(await setup.ledger.findPolicy("auto", "2")).toStrictEqual(second);
    expect(await setup.ledger.findPolicy("auto", second.digest)).toStrictEqual(second);
    for (const unknown of ["3", "0", "", "latest", "99999999999"]) {
      expect(await setup.ledger.findPolicy("auto", unknown)).toBeNull();
    }
  });

  test("two processes that store policies at once give no version twice and lose none", async () => {
    const other = await setup.place.open();
    const stored = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (index % 2 ? other : setup.ledger).savePolicy(examplePolicy({ weights: [index] })),
      ),
    );
    const versions = stored.map(({ version }) => Number(version)).toSorted((left, right) => left - right);
    expect(versions).toStrictEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    await other.close();
  });

  test("keeps certificates whole, newest first, once", async () => {
    const [first, second] = [exampleCertificate(1), exampleCertificate(2, { mixture: "other" })];
    for (const each of [first, second, { ...first, pairs: 1 }]) await setup.ledger.saveCertificate(each);
    expect(await setup.ledger.certificates()).toStrictEqual([second, first]);
    expect(await setup.ledger.certificates({ mixture: "auto" })).toStrictEqual([first]);
    expect(await setup.ledger.findCertificate(first.id)).toStrictEqual(first);
    expect(await setup.ledger.findCertificate("cert_none")).toBeNull();
  });

  test("verify names a policy, a certificate or an event that no longer says what it said", async () => {
    await setup.ledger.savePolicy(examplePolicy({ weights: [1] }));
    await setup.ledger.saveCertificate(exampleCertificate(1));
    await setup.ledger.appendEvent(exampleEvent(1, { policyVersion: "1", certificate: "cert_1" }));
    expect(await setup.ledger.verify()).toStrictEqual([]);
    await setup.ledger.appendEvent(exampleEvent(2, { policyVersion: "7" }));
    await setup.ledger.appendEvent(exampleEvent(3, { mixture: "other", certificate: "cert_1" }));
    await setup.place.damage(`update policy set body = replace(body, '[1]', '[2]')`);
    await setup.place.damage(`update certificate set expires_us = expires_us + 1`);
    expect((await setup.ledger.verify()).map(({ problem }) => problem)).toStrictEqual([
      "policy 1 of auto: its body does not have the digest it is stored under",
      "certificate cert_1: its columns differ from its body",
      `event ${exampleEvent(2).id}: the policy it names is not in the ledger`,
      `event ${exampleEvent(3).id}: the certificate it names is not in the ledger`,
    ]);
  });
}

function describeEvents(setup: LedgerSetup): void {
  test("keeps events, newest first, page by page, narrowed by mixture and kind", async () => {
    const events = Array.from({ length: 6 }, (_, index) =>
      exampleEvent(index, {
        mixture: index < 4 ? "auto" : "other",
        kind: index % 2 ? "promoted" : "drift",
        expert: "glm",
      }),
    );
    const again = { ...exampleEvent(0), reason: "again" };
    await Promise.all([...events, again].map((event) => setup.ledger.appendEvent(event)));
    const ids = async (filter: object) =>
      (await setup.ledger.events({ limit: 9, ...filter })).map(({ atUs }) => atUs - exampleEvent(0).atUs);
    expect(await setup.ledger.events({ limit: 9 })).toStrictEqual(events.toReversed());
    expect(await ids({ mixture: "auto", limit: 2 })).toStrictEqual([3, 2]);
    expect(await ids({ mixture: "auto", before: exampleEvent(2).id })).toStrictEqual([1, 0]);
    expect(await ids({ kinds: ["promoted"] })).toStrictEqual([5, 3, 1]);
  });

  test("batched: an event is committed when its append resolves, after all that was appended before", async () => {
    const batched = await setup.place.open({ mode: "batched" });
    await batched.append(exampleRecord(1));
    await batched.appendEvent(exampleEvent(1));
    expect(await setup.ledger.events({ limit: 9 })).toHaveLength(1);
    expect(await setup.ledger.find(requestId(1))).not.toBeNull();
    await batched.close();
  });
}
