import { expect, test } from "vitest";
import type { JsonObject } from "../core/json.ts";
import { Conversations } from "./conversations.ts";
import { testRequest } from "./gateway-testing.ts";

const user = (content: string) => ({ role: "user", content });
const assistant = { role: "assistant", content: "42" };
const asking = (messages: readonly JsonObject[], fields: { keyId?: string; more?: JsonObject } = {}) =>
  testRequest({ body: { model: "auto", messages, ...fields.more }, keyId: fields.keyId ?? "key" });

function remembering(opening: readonly JsonObject[], more: JsonObject = {}): Conversations {
  const conversations = new Conversations();
  conversations.answered(asking(opening, { more }), "a");
  return conversations;
}

test("a conversation is known by who has it and how it began", () => {
  const known = remembering([user("six times seven?")]);
  const goesOn = [user("six times seven?"), assistant, user("why?")];
  expect(known.previous(asking(goesOn))).toEqual({ expert: "a", bound: false });
  expect(known.previous(asking(goesOn, { keyId: "other" }))).toBeNull();
  expect(known.previous(asking([user("six times six?"), assistant, user("why?")]))).toBeNull();
  expect(known.previous(asking([user("six times seven?")]))).toBeNull();
});

test("a session id knows it even when its first messages were dropped", () => {
  const more = { metadata: { session_id: "s1" } };
  const known = remembering([user("one")], more);
  expect(known.previous(asking([user("nine"), assistant, user("ten")], { more }))?.expert).toBe("a");
});

test("an open tool loop and reasoning of the provider's own bind it", () => {
  const known = remembering([user("weather?")]);
  const call = { role: "assistant", content: null, tool_calls: [] };
  const result = { role: "tool", tool_call_id: "1", content: "rain" };
  expect(known.previous(asking([user("weather?"), call, result]))?.bound).toBe(true);
  expect(known.previous(asking([user("weather?"), call, result, assistant, user("and now?")]))?.bound).toBe(
    false,
  );
  const thought = { ...assistant, reasoning_details: [{ type: "reasoning.encrypted", data: "x" }] };
  expect(known.previous(asking([user("weather?"), thought, user("sure?")]))?.bound).toBe(true);
});

test("the conversations that were quiet longest are forgotten first, so that memory has an end", () => {
  const conversations = remembering([user("first")]);
  for (let n = 0; n < 10_000; n++) conversations.answered(asking([user(`${n}`)]), "b");
  expect(conversations.previous(asking([user("first"), assistant, user("x")]))).toBeNull();
  expect(conversations.previous(asking([user("9999"), assistant, user("x")]))?.expert).toBe("b");
});
