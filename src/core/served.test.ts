import { expect, test } from "vitest";
import type { MixtureEvent } from "./mixture-event.ts";
import { servedFrom } from "./served.ts";

type Sketch = readonly [MixtureEvent["kind"], (string | null)?, (string | null)?];

function served(...sketches: readonly Sketch[]) {
  return servedFrom(
    sketches.map(([kind, policyVersion = null, certificate = null], index) => ({
      id: `evt_${index}`,
      atUs: index,
      mixture: "auto",
      kind,
      policyVersion,
      certificate,
      expert: null,
      by: "learner",
      reason: "",
    })),
  );
}

test("nothing is served before a promotion, whatever was learnt or certified", () => {
  expect(served(["learnt", "1"], ["certified", "1", "c1"], ["drift"])).toEqual([]);
});

test("a promotion serves until the next, and a rollback goes back to the one before and then to the reference", () => {
  const one: Sketch = ["promoted", "1", "c1"];
  const two: Sketch = ["promoted", "2", "c2"];
  expect(served(one, two).at(-1)).toEqual({ policyVersion: "2", certificate: "c2" });
  expect(served(one, two, ["rolled-back", "1", "c1"])).toEqual([{ policyVersion: "1", certificate: "c1" }]);
  expect(served(one, two, ["rolled-back", "1", "c1"], ["rolled-back"])).toEqual([]);
  expect(served(one, ["promoted", "3", "c3"], two, ["rolled-back"])).toEqual([]);
  expect(served(one, two, two, ["rolled-back", "1", "c1"])).toEqual([
    { policyVersion: "1", certificate: "c1" },
  ]);
});

test("a new certificate of what serves takes the place of the old one, of another policy it changes nothing", () => {
  expect(served(["promoted", "1", "c1"], ["certified", "1", "c2"])).toEqual([
    { policyVersion: "1", certificate: "c2" },
  ]);
  expect(served(["promoted", "1", "c1"], ["certified", "2", "c2"]).at(-1)?.certificate).toBe("c1");
});

test("a revoked certificate takes its policy away: the reference serves, also after a later rollback", () => {
  expect(served(["promoted", "1", "c1"], ["revoked", "1", "c1"])).toEqual([]);
  expect(served(["promoted", "1", "c1"], ["promoted", "2", "c2"], ["revoked", "1", "c1"])).toEqual([
    { policyVersion: "2", certificate: "c2" },
  ]);
  expect(served(["promoted", "1", "c1"], ["certified", "1", "c2"], ["revoked", "1", "c1"])).toEqual([
    { policyVersion: "1", certificate: "c2" },
  ]);
});

test("a policy promoted by hand is not touched by the revocation of a certificate it never had", () => {
  expect(served(["promoted", "1"], ["revoked", "1", "c1"])).toEqual([
    { policyVersion: "1", certificate: null },
  ]);
});
