import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Certificate } from "../core/certificate.ts";
import type { MixtureEvent } from "../core/mixture-event.ts";
import { servedFrom } from "../core/served.ts";
import { exampleCertificate } from "../ledger/examples.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { openLedger } from "../ledger/open.ts";
import { ledgerControl } from "./ledger-control.ts";
import { readServingEvents } from "./read-events.ts";
import { smallPolicy } from "./small-policy-testing.ts";

const MIXTURE = "auto";
const BY = "key_admin";
const CONFIGURED = {
  mixture: MIXTURE,
  mode: "route",
  objective: { type: "match", toleranceShare: 0.01, confidence: 0.95 },
  reference: "big",
  experts: ["big", "small"],
  policy: "",
} as const;
const artefacts = [1, 2].map((seed) => smallPolicy(["big", "small"], seed));

let ledger: Ledger;
let nowUs: number;
let ids: number;
let definitions: Map<string, string>;
let control: ReturnType<typeof ledgerControl>;

const newId = (prefix: string): string => `${prefix}_${String(ids++).padStart(4, "0")}`;

beforeEach(async () => {
  ledger = await openLedger({ location: ":memory:" });
  nowUs = 1_000;
  definitions = new Map();
  ids = 0;
  control = ledgerControl({
    ledger,
    mixtures: [CONFIGURED, { ...CONFIGURED, mixture: "plain", objective: null, policy: "thompson" }],
    definitions,
    nowUs: () => nowUs,
    newId,
  });
});
afterEach(() => ledger.close());

const HELD = {
  reference: "big",
  prices: ["big", "small"].map((expert) => ({ expert, version: null, date: null })),
  expiresUs: 1e15,
};

async function happened(kind: MixtureEvent["kind"], about: Partial<MixtureEvent>): Promise<void> {
  const nothing = { policyVersion: null, certificate: null, expert: null, by: BY, reason: "" };
  await ledger.appendEvent({ ...nothing, ...about, id: newId("evt"), atUs: nowUs, mixture: MIXTURE, kind });
}

function importPolicy(index: number) {
  const artefactJson = JSON.stringify(artefacts[index]);
  return control.import({ mixture: MIXTURE, by: BY, artefactJson, origin: `p${index}.json` });
}

function promote(version: string, uncertified = false) {
  return control.promote({ mixture: MIXTURE, by: BY, version, uncertified });
}

async function certify(index: number, expiresUs = 1e15, changes: Partial<Certificate> = {}): Promise<string> {
  const policy = artefacts[index]?.digest ?? "";
  const policyVersion = String(index + 1);
  const certificate = exampleCertificate(index, { ...HELD, policy, policyVersion, expiresUs, ...changes });
  await ledger.saveCertificate(certificate);
  return certificate.id;
}

async function served() {
  return servedFrom(await readServingEvents(ledger, MIXTURE)).at(-1) ?? null;
}

describe("promotion by hand", () => {
  test("is refused without a certificate, unless it is forced, which the event says and a rollback undoes", async () => {
    const { version } = await importPolicy(0);
    await expect(promote(version)).rejects.toThrow(expect.objectContaining({ code: "not_enough_evidence" }));
    expect(await served()).toBeNull();
    const event = await promote(version, true);
    expect(event).toMatchObject({ kind: "promoted", certificate: null, by: BY });
    expect(event.reason).toContain("WITHOUT a certificate");
    expect(await served()).toStrictEqual({ policyVersion: version, certificate: null });
    expect((await control.status(MIXTURE)).serving).toMatchObject({ role: "policy", policyVersion: version });
    await control.rollback({ mixture: MIXTURE, by: BY });
    expect(await served()).toBeNull();
  });

  test("rests on a valid certificate of that very policy, not on one that expired, was revoked or is another's", async () => {
    const [first, second] = [await importPolicy(0), await importPolicy(1)];
    await certify(0, nowUs);
    await expect(promote(first.version)).rejects.toThrow(/no valid certificate/u);
    const certificate = await certify(1);
    await expect(promote(first.version)).rejects.toThrow(/no valid certificate/u);
    expect(await promote(second.version)).toMatchObject({ policyVersion: second.version, certificate });
    await control.revoke({ mixture: MIXTURE, by: BY, certificate, reason: "a hunch" });
    expect(await served()).toBeNull();
    await expect(promote(second.version)).rejects.toThrow(/no valid certificate/u);
  });

  test("refuses a certificate that says less than the config asks by now", async () => {
    const policy = await importPolicy(0);
    for (const less of [{ toleranceShare: 0.02 }, { confidence: 0.9 }, { reference: "small" }]) {
      const digest = artefacts[0]?.digest ?? "";
      const certificate = exampleCertificate(0, {
        ...HELD,
        id: `cert_${Object.keys(less)[0]}`,
        policy: digest,
        ...less,
      });
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await ledger.saveCertificate(certificate);
    }
    await expect(promote(policy.version)).rejects.toThrow(/no valid certificate/u);
    const certificate = await certify(0);
    expect(await promote(policy.version)).toMatchObject({ certificate });
  });

  test("refuses a certificate on an expert that was redefined in the config or has drifted since", async () => {
    const { version } = await importPolicy(0);
    await certify(0);
    await happened("defined", { expert: "small", reason: "sha256:1" });
    definitions.set("small", "sha256:2");
    await expect(promote(version)).rejects.toThrow(/no valid certificate/u);
    definitions.set("small", "sha256:1");
    expect(await promote(version)).toMatchObject({ certificate: "cert_0" });
    nowUs = 2e15;
    await happened("drift", { expert: "small" });
    await expect(promote(version)).rejects.toThrow(/no valid certificate/u);
  });

  test("refuses an earlier certificate of a policy whose later one was revoked", async () => {
    const { version } = await importPolicy(0);
    await certify(0);
    await certify(0, 1e16, { id: "cert_renewed" });
    await happened("certified", { policyVersion: version, certificate: "cert_0" });
    await happened("certified", { policyVersion: version, certificate: "cert_renewed" });
    await happened("revoked", { policyVersion: version, certificate: "cert_renewed", reason: "worse" });
    await expect(promote(version)).rejects.toThrow(/no valid certificate/u);
  });

  test("names what is not there", async () => {
    await expect(promote("7")).rejects.toThrow(expect.objectContaining({ code: "unknown_policy" }));
    const other = control.promote({ mixture: "other", by: BY, version: "1", uncertified: true });
    await expect(other).rejects.toThrow(expect.objectContaining({ code: "unknown_mixture" }));
    await expect(control.rollback({ mixture: "plain", by: BY })).rejects.toThrow(
      expect.objectContaining({
        code: "invalid_request",
        message: expect.stringContaining("no objective"),
      }),
    );
    const revoked = control.revoke({ mixture: MIXTURE, by: BY, certificate: "cert_9", reason: "" });
    await expect(revoked).rejects.toThrow(expect.objectContaining({ code: "unknown_certificate" }));
  });
});

describe("rollback", () => {
  test("goes back to what served before while its certificate holds, and to the reference when it does not", async () => {
    await importPolicy(0);
    await importPolicy(1);
    const certificate = await certify(0, 5_000);
    await promote("1");
    await promote("2", true);
    expect(await control.rollback({ mixture: MIXTURE, by: BY })).toMatchObject({
      policyVersion: "1",
      certificate,
    });
    await promote("2", true);
    nowUs = 5_000;
    expect(await control.rollback({ mixture: MIXTURE, by: BY })).toMatchObject({ policyVersion: null });
    expect(await served()).toBeNull();
    expect((await control.status(MIXTURE)).serving).toMatchObject({ role: "reference", policyVersion: null });
    await expect(control.rollback({ mixture: MIXTURE, by: BY })).rejects.toThrow(/nothing to take back/u);
  });
});

describe("import", () => {
  test("stores a policy once and says so once", async () => {
    expect(await importPolicy(0)).toStrictEqual(await importPolicy(0));
    expect(await ledger.events({ limit: 9 })).toMatchObject([{ kind: "learnt", policyVersion: "1", by: BY }]);
    expect(await ledger.verify()).toStrictEqual([]);
  });

  test("refuses what is no policy, was edited, or is about other experts or another reference", async () => {
    const [policy] = artefacts;
    const refused = (artefactJson: string) =>
      expect(control.import({ mixture: MIXTURE, by: BY, artefactJson, origin: "x" })).rejects.toThrow(
        expect.objectContaining({ code: "invalid_policy" }),
      );
    await refused("{");
    await refused(JSON.stringify({ ...policy, seed: 99 }));
    await refused(JSON.stringify(smallPolicy(["big", "stranger"])));
    await refused(JSON.stringify(smallPolicy(["small", "big"])));
    expect(await ledger.policies(MIXTURE)).toStrictEqual([]);
  });
});
