import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readLearntFrom, writeLearntFrom } from "./learnt-from.ts";

test("every question that was learnt from is known again, and the order does not matter", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 50 }), (groups) => {
      const written = writeLearntFrom(groups);
      expect(written).toBe(writeLearntFrom(groups.toReversed()));
      expect(groups.every(readLearntFrom(written))).toBe(true);
    }),
  );
});

test("other questions are not taken for them", () => {
  const knows = readLearntFrom(writeLearntFrom(Array.from({ length: 5_000 }, (_, at) => `learnt ${at}`)));
  expect(Array.from({ length: 5_000 }, (_, at) => `new ${at}`).filter(knows)).toEqual([]);
});
