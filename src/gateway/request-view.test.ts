import { expect, test } from "vitest";
import { testRequest } from "./gateway-testing.ts";
import { requestView } from "./request-view.ts";

const facts = { tools: true, jsonSchema: true, images: true, promptChars: 9 };

test("the last user turn, the system prompt and the shape of the request are what features see", () => {
  const image = { type: "image_url", image_url: { url: "https://x/y.png" } };
  const body = {
    model: "auto",
    messages: [
      { role: "system", content: "You are terse." },
      { role: "user", content: "first" },
      { role: "assistant", content: "said" },
      { role: "user", content: [{ type: "text", text: "what is" }, image, { type: "text", text: "this?" }] },
      { role: "assistant", content: null },
    ],
    tools: [{}, {}],
    max_completion_tokens: 77,
    reasoning_effort: "low",
  };
  expect(requestView(testRequest({ body, facts, task: "vision", keyId: "key_1" }))).toEqual({
    text: "what is\n\nthis?",
    system: "You are terse.",
    family: "vision",
    origin: "key_1",
    turns: 2,
    tools: 2,
    jsonSchema: true,
    images: 1,
    outputTokensMax: 77,
    effort: "low",
  });
});

test("a plain question has one turn and nothing else; a body without messages has no text", () => {
  expect(requestView(testRequest())).toMatchObject({ text: "hello there", system: null, turns: 1, tools: 0 });
  expect(requestView(testRequest({ body: { messages: "?" } }))).toMatchObject({ text: "", turns: 0 });
});

test("a message of many parts costs no more than its first ones", () => {
  const content = Array.from({ length: 10_000 }, () => ({ type: "text", text: "x" }));
  const { text } = requestView(testRequest({ body: { messages: [{ role: "user", content }] } }));
  expect(text.length).toBe(127);
});
