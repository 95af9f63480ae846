import * as fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "../../../core/app-error.ts";
import { readChatRequest } from "./read-request.ts";

const hello = { model: "auto", messages: [{ role: "user", content: "hi" }] };

function refusal(body: unknown): AppError {
  try {
    readChatRequest(body);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("accepted");
}

test.each([
  [[], undefined],
  [{ ...hello, model: 7 }, "model"],
  [{ ...hello, model: "" }, "model"],
  [{ model: "auto" }, "messages"],
  [{ ...hello, messages: [] }, "messages"],
  [{ ...hello, messages: "hi" }, "messages"],
  [{ ...hello, messages: [{ role: "wizard", content: "x" }] }, "messages[0].role"],
  [{ ...hello, messages: [...hello.messages, { role: "user", content: 5 }] }, "messages[1].content"],
  [{ ...hello, messages: [{ role: "user", content: [{ type: "text" }] }] }, "messages[0].content[0].text"],
  [{ ...hello, temperature: "hot" }, "temperature"],
  [{ ...hello, max_tokens: 1.5 }, "max_tokens"],
  [{ ...hello, max_tokens: -1 }, "max_tokens"],
  [{ ...hello, temperature: -5 }, "temperature"],
  [{ ...hello, top_p: 7 }, "top_p"],
  [{ ...hello, n: 0 }, "n"],
  [{ ...hello, stop: 5 }, "stop"],
  [{ ...hello, stop: Array.from({ length: 200_000 }, () => "x") }, "stop"],
  [{ ...hello, stream: "yes" }, "stream"],
  [{ ...hello, tools: {} }, "tools"],
  [{ ...hello, toque: { chek: {} } }, "toque.chek"],
  [{ ...hello, toque: { check: { type: "vibes" } } }, "toque.check.type"],
  [{ ...hello, metadata: { toque: "{" } }, "metadata.toque"],
])("%j is refused and the field %s named", (body, param) => {
  const error = refusal(body);
  expect(error.code).toBe("invalid_request");
  expect(error.param).toBe(param);
});

test("a check is read from the top level and, as JSON text, from metadata", () => {
  const toque = { task: "arithmetic", check: { type: "numeric", expected: "4" } };
  const top = readChatRequest({ ...hello, toque });
  const inMetadata = readChatRequest({ ...hello, metadata: { toque: JSON.stringify(toque) } });
  expect(top.request.check).toMatchObject(toque.check);
  expect(inMetadata.request).toEqual(top.request);
});

test("any JSON is either read or refused with an AppError, and never changed", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (extra, messages) => {
      const body = { ...hello, messages, extra };
      const before = JSON.stringify(body);
      expect(readOrRefused(body)).toBe(true);
      expect(JSON.stringify(body)).toBe(before);
    }),
  );
});

function readOrRefused(body: unknown): boolean {
  try {
    return readChatRequest(body).body === body;
  } catch (error) {
    return error instanceof AppError;
  }
}
