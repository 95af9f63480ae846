import { expect, test } from "vitest";
import { streamCheck, wholeAnswerCheck } from "./answer-check.ts";
import { DONE_EVENT, frameText, streamAnswer, wholeAnswer } from "./fixed-answers.ts";
import { MessageReader } from "./message-reader.ts";

const OK_HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream";
const frame = (index: number): string => `data: {"content":"${frameText(index)}"}\n\n`;

function verdictOf(body: string, frames = 3): string | null {
  const check = streamCheck(frames, () => {});
  check.head(OK_HEAD);
  for (const byte of Buffer.from(body)) check.body(Buffer.from([byte]), 0);
  return check.verdict();
}

test("a stream is right only with every frame once, in order, and the end", () => {
  expect(verdictOf(frame(0) + frame(1) + frame(2) + DONE_EVENT)).toBeNull();
  expect(verdictOf(frame(0) + frame(2) + DONE_EVENT)).toContain("frame 1 expected");
  expect(verdictOf(frame(1) + frame(0) + frame(2) + DONE_EVENT)).toContain("frame 0 expected");
  expect(verdictOf(frame(0) + frame(1) + frame(1) + frame(2) + DONE_EVENT)).toContain("frame 2 expected");
  expect(verdictOf(frame(0) + frame(1) + DONE_EVENT)).toBe("2 of 3 frames");
  expect(verdictOf(frame(0) + frame(1) + frame(2))).toBe("no [DONE]");
});

test("the fixed upstream's own answers pass the check", () => {
  const stream = streamAnswer(5);
  for (const end of [stream.end, stream.endWithUsage]) {
    const check = streamCheck(5, () => {});
    const reader = new MessageReader("response", {
      head: check.head,
      body: (part) => check.body(part, 0),
      end() {},
    });
    reader.feed(Buffer.concat([stream.head, ...stream.frames, end]));
    expect(check.verdict()).toBeNull();
    expect(reader.finish()).toBe(true);
  }
  const whole = wholeAnswerCheck();
  new MessageReader("response", { head: whole.head, body: (part) => whole.body(part, 0), end() {} }).feed(
    wholeAnswer(),
  );
  expect(whole.verdict()).toBeNull();
});

test("an error page is no answer, whatever its length", () => {
  const whole = wholeAnswerCheck();
  whole.head("HTTP/1.1 503 Service Unavailable\r\n");
  whole.body(Buffer.from("mark-4711"), 0);
  expect(whole.verdict()).toContain("503");
});
