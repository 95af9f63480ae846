import { expect, it } from "vitest";
import { chanceOf, CONFORMANCE_EXPERTS, describePolicy, inputOf } from "../conformance.ts";
import { weights } from "./weights.ts";

const mixture = { name: "auto", experts: CONFORMANCE_EXPERTS };
const open = () => weights.open({ weights: { a: 6, b: 3, c: 1 } }, mixture);

describePolicy("weights", open);

it("shares the requests by weight among the arms that can serve", () => {
  const decision = open().decide(inputOf(["loading", null, null, null], 0.5));
  expect(["a", "b", "c", "d"].map((expert) => chanceOf(decision, expert))).toEqual([0, 0.75, 0.25, 0]);
  expect(decision.order).toEqual(["b", "c", "d"]);
});

it("an expert without a weight serves only when no other can", () => {
  expect(open().decide(inputOf(["x", "x", "x", null], 0.5)).chosen).toBe("d");
});

it("a negative weight or an unknown expert is refused", () => {
  expect(() => weights.options.parse({ weights: { a: -1 } })).toThrowError(/>=0/u);
  expect(() => weights.open({ weights: { z: 1 } }, mixture)).toThrowError(/weights names z/u);
});
