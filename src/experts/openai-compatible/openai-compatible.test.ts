import { describe, expect, test } from "vitest";
import { expertConformance } from "../conformance.ts";
import { testTools } from "../test-tools.ts";
import { startTestServer } from "../test-server.ts";
import { answerLikeOpenai } from "./chat-fixture.ts";
import { openaiCompatible } from "./openai-compatible.ts";

expertConformance(
  "openai-compatible",
  async () => {
    const server = await startTestServer((request, reply) => answerLikeOpenai(request.body, reply));
    const options = openaiCompatible.options.parse({ base_url: `${server.baseUrl}/v1`, model: "m" });
    return { expert: openaiCompatible.open("local", options, testTools()), close: server.close };
  },
  { repeats: true },
);

describe("openai-compatible", () => {
  test("a missing key disables the expert and says which variable to set", async () => {
    const options = openaiCompatible.options.parse({ preset: "openai", model: "gpt-5.6-sol" });
    const expert = openaiCompatible.open("best", options, testTools());
    expect(expert.state()).toEqual({ status: "disabled", reason: "set OPENAI_API_KEY" });
    const context = { signal: new AbortController().signal, requestId: "req_1" };
    await expect(expert.wire?.send({ messages: [] }, context)).rejects.toMatchObject({
      code: "expert_unavailable",
    });
    await expert.close?.();
  });
});
