import { afterEach, beforeEach, expect, test } from "vitest";
import type { MixtureEvent } from "../../core/mixture-event.ts";
import { exampleCertificate } from "../../ledger/examples.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";
import { smallPolicy } from "../small-policy-testing.ts";
import type { Wanted } from "../fits-config.ts";
import { servingFromLedger } from "./follow-ledger.ts";
import { obeyConfig } from "./obey-config.ts";

const MIXTURE = "auto";
const NOW_US = 1_000;
const OBJECTIVE = { type: "match", toleranceShare: 0.01, confidence: 0.95 } as const;
const WANTED: Wanted = { experts: ["big", "small"], reference: "big", objective: OBJECTIVE };
const SAME = new Map([
  ["big", "sha256:big"],
  ["small", "sha256:small"],
]);

let ledger: Ledger;
let ids: number;
beforeEach(async () => {
  ids = 0;
  ledger = await openLedger({ location: ":memory:" });
  const artefact = smallPolicy();
  const { digest } = artefact;
  const body = JSON.stringify(artefact);
  await ledger.savePolicy({ mixture: MIXTURE, digest, atUs: 1, origin: "learner", body });
  const prices = WANTED.experts.map((expert) => ({ expert, version: null, date: null }));
  const about = { policy: digest, reference: "big", prices, issuedUs: 1, expiresUs: 1e15 };
  await ledger.saveCertificate(exampleCertificate(1, about));
  const nothing = { expert: null, by: "learner", reason: "proven", atUs: 1, mixture: MIXTURE };
  const promoted = { policyVersion: "1", certificate: "cert_1", kind: "promoted" } as const;
  await ledger.appendEvent({ ...nothing, ...promoted, id: newId("evt") });
});
afterEach(() => ledger.close());

const newId = (prefix: string): string => `${prefix}_${String(ids++).padStart(4, "0")}`;

function start(definitions = SAME, wanted = WANTED) {
  return obeyConfig({ ledger, definitions, nowUs: () => NOW_US, newId }, MIXTURE, wanted);
}

async function serves(definitions = SAME, wanted = WANTED) {
  const { role } = await servingFromLedger(ledger, { mixture: MIXTURE, wanted, definitions, nowUs: NOW_US });
  return role;
}

async function news(): Promise<readonly MixtureEvent[]> {
  return (await ledger.events({ mixture: MIXTURE, limit: 20 })).toReversed().slice(1);
}

test("what experts are is written down once, and nothing else happens while it stays so", async () => {
  expect(await start()).toEqual([]);
  expect(await start()).toEqual([]);
  expect((await news()).map(({ kind, expert }) => `${kind} ${expert}`)).toEqual([
    "defined big",
    "defined small",
  ]);
  expect(await serves()).toBe("policy");
});

test("an expert of another model under the same name has drifted, and its certificate is revoked", async () => {
  await start();
  const other = new Map([...SAME, ["small", "sha256:other"]]);
  expect(await serves(other)).toBe("reference");
  expect(await start(other)).toEqual(["small"]);
  expect((await news()).slice(2)).toMatchObject([
    { kind: "revoked", certificate: "cert_1", reason: "small was redefined in the config" },
    { kind: "drift", expert: "small" },
    { kind: "defined", expert: "small", reason: "sha256:other" },
  ]);
  expect(await serves(other)).toBe("reference");
  expect(await start(other)).toEqual([]);
});

test.each([
  ["a smaller tolerance", { ...WANTED, objective: { ...OBJECTIVE, toleranceShare: 0.005 } }],
  ["more confidence", { ...WANTED, objective: { ...OBJECTIVE, confidence: 0.99 } }],
  ["another reference", { ...WANTED, reference: "small" }],
])("a config that asks for %s takes the traffic back to the reference, for good", async (_, wanted) => {
  expect(await serves(SAME, wanted)).toBe("reference");
  await start(SAME, wanted);
  expect(await news()).toMatchObject([{ kind: "revoked", certificate: "cert_1", by: "config" }, {}, {}]);
  expect(await serves()).toBe("reference");
});

test("a config that asks for less changes nothing", async () => {
  expect(await serves(SAME, { ...WANTED, objective: { ...OBJECTIVE, toleranceShare: 0.02 } })).toBe("policy");
});
