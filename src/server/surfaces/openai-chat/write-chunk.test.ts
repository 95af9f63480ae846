import { expect, test } from "vitest";
import type { StreamPart } from "../../../experts/expert.ts";
import { INITIAL_STATE, writeChunk } from "./write-chunk.ts";
import { writeCompletion } from "./write-completion.ts";

const head = { id: "chatcmpl-1", created: 1, model: "m", includeUsage: true };
const finish = (unified: "stop" | "tool-calls"): StreamPart => ({
  type: "finish",
  finishReason: { unified, raw: unified },
  usage: {
    inputTokens: { total: 5, noCache: 3, cacheRead: 2, cacheWrite: 0 },
    outputTokens: { total: 4, text: 3, reasoning: 1 },
  },
});

function chunks(parts: readonly StreamPart[]): unknown[] {
  let state = INITIAL_STATE;
  return parts.flatMap((part) => {
    const [next, written] = writeChunk(head, state, part);
    state = next;
    return [...written];
  });
}

test("the role comes once, the finish reason in a chunk of its own, the usage last without choices", () => {
  const written = chunks([
    { type: "text-start", id: "0" },
    { type: "text-delta", id: "0", delta: "Hel" },
    { type: "text-delta", id: "0", delta: "lo" },
    { type: "text-end", id: "0" },
    finish("stop"),
  ]);
  const base = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m" };
  const choice = (delta: unknown, reason: string | null = null) => ({
    ...base,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    usage: null,
  });
  expect(written).toEqual([
    choice({ role: "assistant", content: "Hel" }),
    choice({ content: "lo" }),
    choice({}, "stop"),
    {
      ...base,
      choices: [],
      usage: {
        prompt_tokens: 5,
        completion_tokens: 4,
        total_tokens: 9,
        prompt_tokens_details: { cached_tokens: 2, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 1, audio_tokens: 0 },
      },
    },
  ]);
});

const call: StreamPart = { type: "tool-call", toolCallId: "t1", toolName: "add", input: '{"a":1}' };

test("a tool's id and name come once with its index, then fragments of its arguments", () => {
  const written = chunks([
    { type: "tool-input-start", id: "t1", toolName: "add" },
    { type: "tool-input-delta", id: "t1", delta: '{"a"' },
    { type: "tool-input-delta", id: "t1", delta: ":1}" },
    { type: "tool-input-end", id: "t1" },
    call,
    finish("tool-calls"),
  ]);
  const deltas = written.map((one) => JSON.parse(JSON.stringify(one)).choices[0]?.delta?.tool_calls?.[0]);
  expect(deltas.slice(0, 3)).toEqual([
    { index: 0, id: "t1", type: "function", function: { name: "add", arguments: "" } },
    { index: 0, function: { arguments: '{"a"' } },
    { index: 0, function: { arguments: ":1}" } },
  ]);
  expect(deltas.slice(3).filter(Boolean)).toEqual([]);
});

test("a tool call that was not streamed comes whole", () => {
  const [first] = chunks([call, finish("tool-calls")]);
  expect(first).toMatchObject({
    choices: [{ delta: { tool_calls: [{ index: 0, id: "t1", function: { arguments: '{"a":1}' } }] } }],
  });
});

test("a whole completion holds what the stream says", () => {
  const parts: StreamPart[] = [
    { type: "reasoning-delta", id: "r", delta: "hmm" },
    { type: "text-delta", id: "0", delta: "yes" },
    call,
    finish("tool-calls"),
  ];
  expect(writeCompletion(head, parts)).toMatchObject({
    object: "chat.completion",
    choices: [
      {
        message: { content: "yes", reasoning_content: "hmm", tool_calls: [{ id: "t1" }] },
        finish_reason: "tool_calls",
      },
    ],
    usage: { total_tokens: 9 },
  });
});
