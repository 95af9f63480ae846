import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../../../core/app-error.ts";
import { EventSplitter } from "./event-splitter.ts";

function split(chunks: readonly Buffer[]): { events: string[]; rest: string } {
  const splitter = new EventSplitter();
  const events = chunks.flatMap((chunk) => splitter.push(chunk)).map((event) => event.toString("latin1"));
  return { events, rest: splitter.rest().toString("latin1") };
}

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [
    0,
    ...at.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b),
    bytes.length,
  ];
  return places.slice(1).map((end, position) => bytes.subarray(places[position], end));
}

const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
const line = fc.constantFrom("data: {}", "data:x", ": ping", "event: error", "", 'data: {"a":"ü🧂"}', "id");
const streamText = fc.array(fc.tuple(line, lineEnd)).map((lines) => lines.flat().join(""));

describe("EventSplitter", () => {
  test.each(["\n", "\r\n", "\r"])("cuts at blank lines ended by %j", (end) => {
    const events = [`data: 1${end}${end}`, `: ping${end}data: 2${end}data: 3${end}${end}`];
    expect(split([Buffer.from(`${events.join("")}data: cut`)])).toEqual({ events, rest: "data: cut" });
  });

  test("any cut into chunks gives the same events, and no byte is lost", () => {
    fc.assert(
      fc.property(streamText, fc.array(fc.nat()), (text, places) => {
        const bytes = Buffer.from(text);
        const whole = split([bytes]);
        expect(split(cut(bytes, places))).toEqual(whole);
        expect(whole.events.join("") + whole.rest).toBe(bytes.toString("latin1"));
      }),
    );
  });

  test("lines that end in LF are cut alike whether or not a CR shows up later", () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(""));
        const withCr = Buffer.concat([bytes, Buffer.from("x\r")]);
        expect(split([withCr]).events).toEqual(split([bytes]).events);
      }),
    );
  });

  test("arbitrary bytes never throw", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => {
        const buffers = chunks.map((chunk) => Buffer.from(chunk));
        const { events, rest } = split(buffers);
        expect(events.join("") + rest).toBe(Buffer.concat(buffers).toString("latin1"));
      }),
    );
  });

  test("an event that never ends is refused at its limit", () => {
    const splitter = new EventSplitter(100);
    splitter.push(Buffer.alloc(90, "x"));
    expect(() => splitter.push(Buffer.alloc(20, "x"))).toThrow(AppError);
  });

  test("an event in a hundred thousand pieces takes linear time", () => {
    const splitter = new EventSplitter();
    const piece = Buffer.alloc(40, "x");
    const startedAt = performance.now();
    for (let count = 0; count < 100_000; count++) splitter.push(piece);
    expect(splitter.push(Buffer.from("\n\n"))[0]?.length).toBe(4_000_002);
    // Re-scanning what is held would look at 2·10¹¹ bytes.
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});
