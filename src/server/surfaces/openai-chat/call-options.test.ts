import { expect, test } from "vitest";
import { callOptionsOf } from "./call-options.ts";

test("sampling, tools, schema and every kind of message are translated", () => {
  const options = callOptionsOf({
    model: "x",
    temperature: 0.2,
    max_tokens: 9,
    max_completion_tokens: 10,
    stop: "END",
    seed: 3,
    reasoning_effort: "high",
    response_format: { type: "json_schema", json_schema: { name: "n", schema: { type: "object" } } },
    tools: [{ type: "function", function: { name: "add", parameters: { type: "object" }, strict: true } }],
    tool_choice: { type: "function", function: { name: "add" } },
    messages: [
      { role: "developer", content: "be brief" },
      {
        role: "user",
        content: [
          { type: "text", text: "look" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "t1", type: "function", function: { name: "add", arguments: '{"a":1}' } }],
      },
      { role: "tool", tool_call_id: "t1", content: "2" },
    ],
  });
  expect(options).toEqual({
    temperature: 0.2,
    maxOutputTokens: 10,
    stopSequences: ["END"],
    seed: 3,
    reasoning: "high",
    responseFormat: { type: "json", name: "n", schema: { type: "object" } },
    tools: [{ type: "function", name: "add", inputSchema: { type: "object" }, strict: true }],
    toolChoice: { type: "tool", toolName: "add" },
    prompt: [
      { role: "system", content: "be brief" },
      {
        role: "user",
        content: [
          { type: "text", text: "look" },
          { type: "file", mediaType: "image/png", data: { type: "data", data: "AAAA" } },
        ],
      },
      {
        role: "assistant",
        content: [{ type: "tool-call", toolCallId: "t1", toolName: "add", input: { a: 1 } }],
      },
      {
        role: "tool",
        content: [
          { type: "tool-result", toolCallId: "t1", toolName: "add", output: { type: "text", value: "2" } },
        ],
      },
    ],
  });
});

test("an image that is no URL is refused, not thrown about", () => {
  const content = [{ type: "image_url", image_url: { url: "not a url" } }];
  expect(() => callOptionsOf({ messages: [{ role: "user", content }] })).toThrow(
    expect.objectContaining({ code: "invalid_request", param: "messages" }),
  );
});

test("several choices are refused rather than quietly made one", () => {
  expect(() => callOptionsOf({ messages: [], n: 2 })).toThrow(expect.objectContaining({ param: "n" }));
  expect(callOptionsOf({ messages: [], n: 1 })).toEqual({ prompt: [] });
});
