import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adaptRequest } from "./adapt-request.ts";
import { isPresetName, type PresetName, PRESETS, presetOf } from "./presets.ts";
import { rulesForModel } from "./quirks.ts";

function adapt(
  preset: PresetName,
  model: string,
  body: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { rules, response } = presetOf(preset);
  return adaptRequest(body, {
    model,
    rules: rulesForModel(rules, model),
    asksUsage: response.streamOptions ?? true,
  });
}

const user = { role: "user", content: "hi" };

describe("adaptRequest", () => {
  test("fields that no rule names survive value by value, for every vendor", () => {
    const field = fc.string({ minLength: 1 }).map((name) => `x_${name}`);
    const presets = fc.constantFrom(...Object.keys(PRESETS).filter(isPresetName));
    fc.assert(
      fc.property(presets, fc.dictionary(field, fc.jsonValue()), fc.boolean(), (preset, unknown, stream) => {
        const body = { ...unknown, model: "auto", messages: [user], stream };
        const before = structuredClone(body);
        const adapted = adapt(preset, "some-model", body);
        expect(body).toEqual(before);
        const { model, stream_options: _asked, ...rest } = adapted;
        expect(model).toBe("some-model");
        expect(rest).toEqual({ ...unknown, messages: [user], stream });
      }),
    );
  });

  test("Toque's own fields never leave", () => {
    const body = { messages: [user], toque: { task: "x" }, metadata: { toque: "y", mine: 1 } };
    expect(adapt("vllm", "m", body)).toEqual({ messages: [user], metadata: { mine: 1 }, model: "m" });
    expect(adapt("vllm", "m", { metadata: { toque: "y" } })).toEqual({ model: "m" });
    expect(adapt("vllm", "m", { metadata: {} })).toEqual({ metadata: {}, model: "m" });
  });

  test("a stream is asked for its usage, except where the provider refuses the question", () => {
    const body = { stream: true, stream_options: { include_usage: false, include_obfuscation: true } };
    expect(adapt("openai", "gpt-4o", body)["stream_options"]).toEqual({
      include_usage: true,
      include_obfuscation: true,
    });
    expect(adapt("zhipu", "glm-5.3", body)).not.toHaveProperty("stream_options");
    expect(adapt("openai", "gpt-4o", { stream: false })).not.toHaveProperty("stream_options");
  });
});

describe("adaptRequest knows that", () => {
  test("OpenAI's thinking models take max_completion_tokens, developer, and no sampling", () => {
    const body = {
      messages: [{ role: "system", content: "s" }, user],
      max_tokens: 5,
      temperature: 0,
      top_p: 1,
      logit_bias: {},
      reasoning_effort: "low",
    };
    const thinking = {
      messages: [{ role: "developer", content: "s" }, user],
      max_completion_tokens: 5,
      reasoning_effort: "low",
    };
    for (const model of ["o3-mini", "gpt-5", "gpt-5.6-sol"]) {
      expect(adapt("openai", model, body)).toEqual({ ...thinking, model });
    }
    for (const model of ["gpt-4o", "gpt-5-chat-latest"])
      expect(adapt("openai", model, body)).toEqual({ ...body, model });
  });

  test("gpt-5.1 and later take sampling again when they do not think", () => {
    const body = { temperature: 0.3, reasoning_effort: "none", top_logprobs: 2 };
    expect(adapt("openai", "gpt-5.1", body)).toEqual({
      temperature: 0.3,
      reasoning_effort: "none",
      model: "gpt-5.1",
    });
    expect(adapt("openai", "gpt-5", body)).not.toHaveProperty("temperature");
  });

  test("DeepSeek R1 refuses reasoning_content sent back, V4 wants it on every assistant turn", () => {
    const said = { role: "assistant", content: "a", reasoning_content: "r" };
    const silent = { role: "assistant", content: "b" };
    const messages = [user, said, silent];
    expect(adapt("deepseek", "deepseek-reasoner", { messages })["messages"]).toEqual([
      user,
      { role: "assistant", content: "a" },
      silent,
    ]);
    expect(adapt("deepseek", "deepseek-v4-pro", { messages })["messages"]).toEqual([
      user,
      said,
      { ...silent, reasoning_content: "" },
    ]);
  });
});

describe("adaptRequest", () => {
  test("a schema becomes plain JSON where only json_object is known", () => {
    const response_format = {
      type: "json_schema",
      json_schema: { name: "n", schema: { $schema: "s", type: "object" } },
    };
    expect(adapt("deepseek", "deepseek-v4-pro", { response_format })["response_format"]).toEqual({
      type: "json_object",
    });
    expect(adapt("moonshot", "kimi-k2.5", { response_format })["response_format"]).toEqual({
      type: "json_schema",
      json_schema: { name: "n", schema: { type: "object" } },
    });
    expect(adapt("openai", "gpt-4o", { response_format })["response_format"]).toEqual(response_format);
  });

  test("Zhipu gets no names, no strict, and only tool_choice auto", () => {
    const tools = [{ type: "function", function: { name: "f", strict: true, parameters: {} } }];
    const body = {
      messages: [{ ...user, name: "bob" }],
      tools,
      tool_choice: "required",
      max_completion_tokens: 9,
    };
    expect(adapt("zhipu", "glm-5.3", body)).toEqual({
      messages: [user],
      tools: [{ type: "function", function: { name: "f", parameters: {} } }],
      max_tokens: 9,
      model: "glm-5.3",
    });
    expect(adapt("zhipu", "glm-5.3", { tools, tool_choice: "none" })).toEqual({ model: "glm-5.3" });
  });

  test("bodies that make no sense are passed on for the provider to judge", () => {
    const body = {
      messages: [null, 3, "x"],
      tools: [1, { function: null }],
      metadata: 4,
      response_format: "x",
    };
    for (const preset of Object.keys(PRESETS).filter(isPresetName)) {
      expect(adapt(preset, "some-model", body)).toEqual({ ...body, model: "some-model" });
    }
  });
});
