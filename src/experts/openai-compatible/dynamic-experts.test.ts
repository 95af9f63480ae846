import { describe, expect, test } from "vitest";
import { testTools } from "../test-tools.ts";
import { createDynamicExperts, offeredModels, readVendorModel } from "./dynamic-experts.ts";

describe("experts named by a client", () => {
  test("a vendor of the table and any of its models is an expert", async () => {
    const dynamic = createDynamicExperts(testTools({ OPENROUTER_API_KEY: "k" }));
    const expert = dynamic.get("openrouter/qwen/qwen3-32b");
    expect(expert).toMatchObject({ provider: "openrouter", model: "qwen/qwen3-32b" });
    expect(expert?.state()).toEqual({ status: "ready" });
    expect(dynamic.get("openrouter/qwen/qwen3-32b")).toBe(expert);
    expect(dynamic.get("openai/o3")?.state()).toEqual({ status: "disabled", reason: "set OPENAI_API_KEY" });
    await dynamic.close();
  });

  test.each(["gpt-5", "nobody/x", "openai/", "openai/a b", "openai/\n", "constructor/x", "/x"])(
    "%j is none",
    (id) => {
      expect(readVendorModel(id)).toBeNull();
    },
  );

  test("made-up names cannot fill the memory", async () => {
    const dynamic = createDynamicExperts(testTools(), 2);
    dynamic.get("vllm/a");
    dynamic.get("vllm/b");
    expect(() => dynamic.get("vllm/c")).toThrow(/already named/u);
    await dynamic.close();
  });

  test("only models whose key is set are offered, at the site the key belongs to", async () => {
    const tools = testTools({ ZAI_API_KEY: "k" });
    expect(offeredModels(tools).map(({ preset }) => preset)).toEqual(["zhipu", "zhipu"]);
    const dynamic = createDynamicExperts(tools);
    expect(dynamic.get("zhipu/glm-5.3")?.provider).toBe("zai");
    await dynamic.close();
  });
});
