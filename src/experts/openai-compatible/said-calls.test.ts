import { expect, test } from "vitest";
import { readWhole } from "./read-whole.ts";
import { StreamReading } from "./stream-reading.ts";

const context = { body: {}, hiddenOutputInTotal: false };
const rome = { name: "weather", arguments: '{"city":"Rome"}' };

const whole = (message: object) =>
  readWhole(Buffer.from(JSON.stringify({ choices: [{ message, finish_reason: "tool_calls" }] })), context);

test("a whole answer's tool calls are read on the side; an answer without any has none", () => {
  const calls = [
    { id: "1", type: "function", function: rome },
    { id: "2", type: "function", function: { name: "time", arguments: "" } },
  ];
  expect(whole({ content: null, tool_calls: calls })).toMatchObject({
    reading: {
      toolCalls: [
        { name: "weather", input: '{"city":"Rome"}' },
        { name: "time", input: "" },
      ],
    },
  });
  expect(whole({ content: "hi" })).toMatchObject({ reading: { text: "hi", toolCalls: undefined } });
});

test("a stream's tool calls are put together when somebody asks, as often as it is asked", () => {
  const reading = new StreamReading({}, false);
  const see = (call: object): void => {
    const delta = { tool_calls: [call] };
    reading.see(Buffer.from(`data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`), null);
  };
  see({ index: 0, id: "1", function: { name: "weather", arguments: '{"ci' } });
  const read = reading.reading();
  expect(read.toolCalls).toEqual([{ name: "weather", input: '{"ci' }]);
  see({ index: 0, function: { arguments: 'ty":"Rome"}' } });
  see({ index: 1, id: "2", function: { name: "time", arguments: "{}" } });
  const all = [
    { name: "weather", input: '{"city":"Rome"}' },
    { name: "time", input: "{}" },
  ];
  expect(read.toolCalls).toEqual(all);
  expect(read.toolCalls).toEqual(all);
  expect(read.text).toBe("");
});
