import { expect, test } from "vitest";
import * as fc from "fast-check";
import { MessageReader } from "./message-reader.ts";

type Seen = { head: string; body: string };

function readInPieces(kind: "request" | "response", wire: Buffer, cuts: readonly number[]): Seen[] {
  const seen: Seen[] = [];
  let head = "";
  let parts: Buffer[] = [];
  const reader = new MessageReader(kind, {
    head(text) {
      head = text;
      parts = [];
    },
    body(part) {
      parts.push(Buffer.from(part));
    },
    end() {
      seen.push({ head, body: Buffer.concat(parts).toString("utf8") });
    },
  });
  let from = 0;
  for (const cut of [...cuts.map((each) => each % wire.length).toSorted((a, b) => a - b), wire.length]) {
    if (cut > from) reader.feed(Buffer.from(wire.subarray(from, cut)));
    from = Math.max(from, cut);
  }
  expect(reader.finish()).toBe(true);
  return seen;
}

const fixed = (body: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const chunked = (parts: readonly string[]): string =>
  `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${parts
    .map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`)
    .join("")}0\r\n\r\n`;

test("messages come out the same however the network splits or joins them", () => {
  const bodies = fc.array(fc.string({ minLength: 1, unit: "binary" }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      fc.array(bodies, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (all, cuts) => {
        const wire = Buffer.from(all.map((parts) => chunked(parts) + fixed(parts.join(""))).join(""));
        const read = readInPieces("response", wire, cuts).map((message) => message.body);
        expect(read).toEqual(
          all
            .flatMap((parts) => [parts.join(""), parts.join("")])
            .map((text) => Buffer.from(text).toString()),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test("a request without a length has no body, a response without one lasts until the close", () => {
  expect(readInPieces("request", Buffer.from("GET /a HTTP/1.1\r\nhost: x\r\n\r\n"), [5])).toHaveLength(1);
  expect(readInPieces("response", Buffer.from("HTTP/1.1 200 OK\r\n\r\nabc"), [])[0]?.body).toBe("abc");
});

test("a message that was cut is told apart from one that ended", () => {
  const reader = new MessageReader("response", { head() {}, body() {}, end() {} });
  reader.feed(Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"));
  expect(reader.finish()).toBe(false);
});
