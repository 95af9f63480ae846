import { expect, it } from "vitest";
import { CONFORMANCE_EXPERTS, describePolicy, inputOf } from "../conformance.ts";
import { fixed } from "./fixed.ts";

const mixture = { name: "auto", experts: CONFORMANCE_EXPERTS };

describePolicy("fixed", () => fixed.open({ order: ["c", "a"] }, mixture));

it("takes the first of its order that can serve, then the rest of the mixture", () => {
  const policy = fixed.open(fixed.options.parse({ order: ["c", "a"] }), mixture);
  expect(policy.decide(inputOf([null, null, null, null], 0.9)).order).toEqual(["c", "a", "b", "d"]);
  expect(policy.decide(inputOf([null, null, "loading", null], 0.9)).order).toEqual(["a", "b", "d"]);
});

it("an order that names an expert outside the mixture is refused", () => {
  expect(() => fixed.open({ order: ["z"] }, mixture)).toThrowError(/order names z/u);
});
