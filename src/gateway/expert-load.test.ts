import { expect, test } from "vitest";
import { ExpertLoad } from "./expert-load.ts";
import { scriptedExpert } from "./gateway-testing.ts";

const own = { ...scriptedExpert("own", []), capacity: 2 };
const elsewhere = scriptedExpert("elsewhere", []);

test("an expert has room until as many calls are at work as it can do side by side", () => {
  const load = new ExpertLoad();
  const end = load.begin("own");
  expect(load.hasRoom(own)).toBe(true);
  load.begin("own");
  expect(load.hasRoom(own)).toBe(false);
  end();
  expect(load.hasRoom(own)).toBe(true);
});

test("shadow runs take room, but move no client elsewhere", () => {
  const load = new ExpertLoad();
  const ends = [load.begin("own", true), load.begin("own", true)];
  expect(load.hasRoom(own)).toBe(false);
  expect(load.nextBias(own)).toBeGreaterThanOrEqual(0);
  for (const end of ends) end();
  expect(load.hasRoom(own)).toBe(true);
});

test("a full expert is less welcome at each decision; one whose load is not ours is never moved", () => {
  const load = new ExpertLoad();
  for (let n = 0; n < 5; n++) {
    load.begin("own");
    load.begin("elsewhere");
  }
  const first = load.nextBias(own);
  expect(first).toBeLessThan(0);
  expect(load.nextBias(own)).toBeLessThan(first);
  expect(load.hasRoom(elsewhere)).toBe(true);
  expect(load.nextBias(elsewhere)).toBe(0);
});
