import { expect, test } from "vitest";
import type { MixtureEvent } from "../../core/mixture-event.ts";
import { standingFrom } from "./standing.ts";

type Said = Pick<MixtureEvent, "kind"> & Partial<MixtureEvent>;

function events(...said: readonly Said[]): readonly MixtureEvent[] {
  return said.map((one, index) => ({
    id: `evt_${index}`,
    atUs: index,
    mixture: "duo",
    policyVersion: "1",
    certificate: null,
    expert: null,
    by: "key_admin",
    reason: "by hand",
    ...one,
  }));
}

const CERTIFIED: readonly Said[] = [
  { kind: "learnt", by: "learner" },
  { kind: "certified", certificate: "cert_1", by: "learner" },
  { kind: "promoted", certificate: "cert_1", by: "learner" },
];

test("a policy whose certificate was revoked is not certified from the same pairs, even when promoted by hand", () => {
  const standing = standingFrom(
    events(...CERTIFIED, { kind: "revoked", certificate: "cert_1" }, { kind: "promoted" }),
  );
  expect([...standing.setAside]).toEqual(["1"]);
  expect(standing.serving?.policyVersion).toBe("1");
});

test("a certificate that lapsed says nothing against its policy", () => {
  const lapsed = {
    kind: "revoked",
    certificate: "cert_1",
    reason: "expired: too little new evidence",
  } as const;
  expect(standingFrom(events(...CERTIFIED, lapsed)).setAside.size).toBe(0);
});

test("what was rolled back by hand and promoted by hand again is no longer set aside", () => {
  const back = standingFrom(events(...CERTIFIED, { kind: "rolled-back" }));
  expect([...back.setAside]).toEqual(["1"]);
  const again = standingFrom(events(...CERTIFIED, { kind: "rolled-back" }, { kind: "promoted" }));
  expect(again.setAside.size).toBe(0);
});
