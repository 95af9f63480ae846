import { expect, test } from "vitest";
import { feasibleArms } from "./choose.ts";
import { NO_FEATURES } from "./features/features.ts";

function refusalOf(...reasons: readonly string[]): unknown {
  const arms = reasons.map((excluded, index) => ({
    expert: `e${index}`,
    excluded,
    predictedCostNanoUsd: null,
    loadBias: 0,
  }));
  const features = { task: null, tools: false, jsonSchema: false, images: false, promptTokensEstimate: 9 };
  try {
    return feasibleArms({
      mixture: "auto",
      features,
      arms,
      draw: 0,
      mode: "route",
      previous: null,
      vector: () => NO_FEATURES,
    });
  } catch (error) {
    return error;
  }
}

test.each([
  ["context_too_long", "messages"],
  ["no_tools", "tools"],
  ["no_vision", "messages"],
  ["no_json_schema", "response_format"],
])(
  "a request that every expert lacks %s for is wrong in its '%s', and waiting does not help",
  (reason, param) => {
    expect(refusalOf(reason, reason)).toMatchObject({
      code: "invalid_request",
      status: 400,
      retryable: false,
      param,
      message: expect.stringContaining(`e1: ${reason}`),
    });
  },
);

test("while one expert is only away, waiting may help", () => {
  expect(refusalOf("no_tools", "circuit_open")).toMatchObject({
    code: "expert_unavailable",
    retryable: true,
  });
});
