import { expect, test } from "vitest";
import { createHouse, DAY_US, PLAN, SPECIALISTS, type World } from "./house-testing.ts";

type House = ReturnType<typeof createHouse>;

function kinds({ events }: House): readonly string[] {
  return events.map(({ kind }) => kind);
}

test("with specialists a policy is learnt, certified by what came after it was learnt, and promoted", () => {
  const house = createHouse();
  house.serve(59, SPECIALISTS, 1);
  expect(house.learner().status()).toMatchObject({ state: "waiting", verified: 3 * 59 });
  expect(house.events).toEqual([]);
  house.serve(300, SPECIALISTS, 1);
  expect(kinds(house).at(-1)).toBe("promoted");
  const learnt = house.events.find(({ kind, policyVersion }) => kind === "learnt" && policyVersion !== null);
  const certified = house.events.find(({ kind }) => kind === "certified");
  expect(certified?.policyVersion).toBe(learnt?.policyVersion);
  const between = ((certified?.atUs ?? 0) - (learnt?.atUs ?? 0)) / 1e6;
  expect(house.certificates[0]?.pairs).toBeLessThanOrEqual(between);
  expect(house.certificates[0]?.pairs).toBeGreaterThan(10);
});

test("a stored policy that this version cannot open is left alone", () => {
  const house = createHouse();
  const body = JSON.stringify({ format: "toque-policy", formatVersion: 99 });
  const policy = { mixture: "auto", version: "1", digest: "sha256:0", atUs: 1, origin: "learner", body };
  house.learner().hear({ events: [], policies: [policy], certificates: [] });
  expect(house.learner().review(2)).toEqual([]);
});

test("requests that are not shadowed prove nothing", () => {
  const house = createHouse();
  house.serve(600, SPECIALISTS, 0);
  expect(house.events).toEqual([]);
  expect(house.learner().status()).toMatchObject({ state: "waiting", pairs: 0 });
});

test("where no expert can replace the reference, that is said once", () => {
  const house = createHouse();
  const hopeless: World = {
    sums: { big: 0.9, sums: 0.3, words: 0.2 },
    words: { big: 0.9, sums: 0.2, words: 0.3 },
  };
  house.serve(1_000, hopeless, 1);
  expect(kinds(house)).toEqual(["learnt"]);
  expect(house.events[0]).toMatchObject({ policyVersion: null, reason: expect.stringContaining("big") });
});

test("another learner that is told what is on record knows the same and says nothing twice", () => {
  const house = createHouse();
  house.serve(400, SPECIALISTS, 1);
  const before = { status: house.learner().status(), events: house.events.length };
  house.restart();
  house.pass(0);
  expect(house.events.length).toBe(before.events);
  expect(house.learner().status()).toEqual({ ...before.status, message: expect.any(String) });
});

test("a certificate is renewed while evidence comes, and lapses when none does", () => {
  const house = createHouse();
  house.serve(400, SPECIALISTS, 1);
  house.pass(6.5 * DAY_US);
  house.serve(100, SPECIALISTS, 1);
  expect(kinds(house).filter((kind) => kind === "certified")).toHaveLength(2);
  expect(kinds(house)).not.toContain("revoked");
  house.pass(8 * DAY_US);
  house.pass(8 * DAY_US);
  expect(house.events.at(-1)).toMatchObject({ kind: "revoked", reason: expect.stringMatching(/^expired/u) });
  house.serve(100, SPECIALISTS, 1);
  expect(house.events.at(-1)).toMatchObject({ kind: "promoted" });
});

test("what was taken back by hand is not brought again", () => {
  const house = createHouse();
  house.serve(400, SPECIALISTS, 1);
  const promoted = house.events.findLast(({ kind }) => kind === "promoted");
  house.append("rolled-back", { by: "key_admin" });
  house.serve(200, SPECIALISTS, 1);
  const later = house.events.filter(({ kind, atUs }) => kind === "promoted" && atUs > (promoted?.atUs ?? 0));
  expect(later.map(({ policyVersion }) => policyVersion)).not.toContain(promoted?.policyVersion);
});

test("what was promoted by hand stays until it is taken back by hand", () => {
  const house = createHouse();
  while (!house.events.some(({ policyVersion }) => policyVersion === "1")) house.serve(10, SPECIALISTS, 1);
  house.append("promoted", { policyVersion: "1", by: "key_admin" });
  house.serve(600, SPECIALISTS, 1);
  expect(kinds(house).filter((kind) => kind === "promoted")).toHaveLength(1);
});

test("while what a person promoted without a certificate serves, a change of an expert is said once", () => {
  const house = createHouse();
  while (!house.events.some(({ policyVersion }) => policyVersion === "1")) house.serve(10, SPECIALISTS, 1);
  house.append("promoted", { policyVersion: "1", by: "key_admin" });
  house.serve(300, SPECIALISTS, 0);
  house.serve(400, { sums: { big: 0.4 }, words: { big: 0.3 } }, 0);
  expect(kinds(house).slice(-2)).toEqual(["promoted", "drift"]);
  expect(house.events.at(-1)).toMatchObject({ expert: "big" });
});

test("a policy that shadow runs show to be worse than it may be is taken back", () => {
  const house = createHouse({
    ...PLAN,
    objective: { type: "match", toleranceShare: 0.05, confidence: 0.95 },
  });
  house.serve(400, SPECIALISTS, 1);
  expect(kinds(house)).toContain("promoted");
  const worse: World = { sums: { big: 1, sums: 0.7, words: 0 }, words: { big: 1, sums: 0, words: 0.7 } };
  house.serve(300, worse, 0.5);
  expect(kinds(house)).toContain("revoked");
});

test("an expert that becomes worse is noticed, its certificate revoked, and what it said before forgotten", () => {
  const house = createHouse();
  house.serve(700, SPECIALISTS, 1);
  expect(kinds(house)).not.toContain("drift");
  const changed: World = { ...SPECIALISTS, words: { big: 0.7, sums: 0.02, words: 0.1 } };
  const before = house.events.length;
  house.serve(150, changed, 1);
  const happened = house.events.slice(before);
  const drifted = happened.filter(({ kind }) => kind === "drift").map(({ expert }) => expert);
  expect(drifted.filter((expert) => expert !== null)).toEqual(["words"]);
  expect(happened).toContainEqual(expect.objectContaining({ kind: "revoked" }));
  house.serve(600, changed, 1);
  expect(kinds(house).filter((kind) => kind === "drift")).toHaveLength(drifted.length);
  expect(kinds(house).at(-1)).toBe("promoted");
  house.restart();
  const events = house.events.length;
  house.pass(0);
  expect(house.events.length).toBe(events);
});
