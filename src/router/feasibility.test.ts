import { expect, it } from "vitest";
import { excludedBy } from "./feasibility.ts";
import { requestFeatures } from "./features.ts";
import { pinnedDecision } from "./pinned.ts";

const plain = { task: null, tools: false, jsonSchema: false, images: false, promptChars: 380 };
const able = { tools: true, jsonSchema: true, vision: true, contextTokensMax: 1_000 };
const nothing = { tools: false, jsonSchema: false, vision: false, contextTokensMax: null };

it.each([
  [{}, able, null],
  [{}, nothing, null],
  [{ tools: true }, nothing, "no_tools"],
  [{ images: true }, nothing, "no_vision"],
  [{ jsonSchema: true }, nothing, "no_json_schema"],
  [{ tools: true, images: true, jsonSchema: true }, able, null],
  [{ promptChars: 3_900 }, able, "context_too_long"],
  [{ promptChars: 3_900 }, nothing, null],
])("a request with %j is excluded by %j as %j", (facts, capabilities, expected) => {
  expect(excludedBy(requestFeatures({ ...plain, ...facts }), capabilities)).toBe(expected);
});

it("an expert the client names is the whole decision", () => {
  expect(pinnedDecision({ expert: "x", task: "t" })).toMatchObject({
    mixture: null,
    policy: "pinned",
    chosen: "x",
    order: ["x"],
    candidates: [{ expert: "x", probability: 1 }],
  });
});
